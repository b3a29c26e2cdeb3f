// The intake screen by keyboard: Enter goes on, Alt and a letter takes what is offered (app.js). It works without.
(function () {
  "use strict";

  const form = document.getElementById("intake-form");

  // ---- Enter goes to the next field, as a call-centre's keyboard does; Ctrl+Enter hands in (app.js) ----

  function fields() {
    return [...form.querySelectorAll("input:not([type=hidden]), select, textarea, .ts-control input, summary")]
      .filter((field) => field.offsetParent && !field.disabled && field.tabIndex >= 0);
  }

  function goOn(from) {
    const all = fields();
    const next = all[all.indexOf(from) + 1];
    // Leaving a field that was changed tells the aids, as it does by Tab.
    if (next) next.focus();
  }

  if (form) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      const field = event.target;
      if (!field.matches("input:not([type=submit]):not([type=button])") || field.closest(".ts-wrapper")) return;
      event.preventDefault();
      const first = field.id === "place-words" && document.querySelector("#place-finds [data-place-name]");
      if (first) first.click();
      else goOn(field);
    });
  }

  // ---- What the aids offer ----

  function set(id, value, name) {
    const field = document.getElementById(id);
    if (!field) return;
    if (field.tomselect) {
      // What is offered may be named before the box knows all of its options.
      if (name) field.tomselect.addOption({ value, text: name });
      field.tomselect.setValue(value);
    }
    else {
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function relate(id, number) {
    const line = document.getElementById("related");
    document.getElementById("related_case_id").value = id;
    line.querySelector("[data-related-number]").textContent = number;
    line.hidden = !id;
    form.dispatchEvent(new Event("input"));
  }

  // What the agent has judged to be another matter is not offered again; it stays so in the draft.
  function putAside(id) {
    const field = document.getElementById("not_same");
    field.value = [field.value, id].filter(Boolean).join(",");
    form.dispatchEvent(new Event("input"));
    htmx.trigger("#related", "change");
  }

  // Fills in the divisions of a place that was found. What hangs on them hears of the last one only: each
  // change of one would empty those below it.
  async function takePlace(button) {
    const name = button.dataset.placeName;
    const answer = await fetch(button.dataset.placeUrl, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) return;
    const row = new DOMParser().parseFromString(await answer.text(), "text/html");
    let last = null;
    for (const id of ["district_id", "street_id", "community_id", "grid_id"]) {
      const field = document.getElementById(id), given = row.getElementById(id);
      field.innerHTML = given.innerHTML;
      if (field.value) last = field;
    }
    document.getElementById("place-words").value = "";
    document.getElementById("place-finds").textContent = "";
    if (name) set("place_name", name);
    if (last) last.dispatchEvent(new Event("change", { bubbles: true }));
    document.getElementById("address").focus();
  }

  function insert(into, text) {
    if (!into || !text) return;
    const before = into.value.slice(0, into.selectionStart), after = into.value.slice(into.selectionEnd);
    into.value = before + text + after;
    into.focus();
    into.selectionStart = into.selectionEnd = before.length + text.length;
    into.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function copy(button) {
    const said = [...document.querySelectorAll(button.dataset.copy)].map((part) => part.textContent.trim()).join(" ");
    const place = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(said);
      place.textContent = "已复制";
    } catch (error) {
      place.textContent = "浏览器不允许复制，请手工选取";
    }
  }

  // The same answer twice changes nothing, and is not read out twice.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (!["hazards", "articles"].includes(target.id) || event.detail.xhr.status !== 200) return;
    const text = event.detail.serverResponse;
    if (text === target.answered) event.detail.shouldSwap = false;
    target.answered = text;
  });

  function take(group, value) {
    const choice = form && form.querySelector(`input[name="${group}"][value="${CSS.escape(value)}"]`);
    if (choice) choice.click();
  }

  // The same buttons hand the form in where no script takes them.
  const OFFERED = ["not-same", "take-category", "take-unit", "take-kind", "take-name", "unrelate"];

  document.addEventListener("click", (event) => {
    const hit = (name) => event.target.closest(`[data-${name}]`);
    if (form && OFFERED.some(hit)) event.preventDefault();
    const other = hit("not-same"), unit = hit("take-unit"), kind = hit("take-kind");
    if (other) return putAside(other.dataset.notSame);
    if (unit) return set("lead_id", unit.dataset.takeUnit, unit.dataset.name);
    if (kind) return take("kind", kind.dataset.takeKind);
    const place = hit("place-name");
    if (place) return takePlace(place);
    const category = hit("take-category"), name = hit("take-name"), related = hit("relate"), from = hit("put"), copied = hit("copy");
    if (category) return set("category_id", category.dataset.takeCategory);
    if (name) return set("name", name.dataset.takeName);
    if (hit("unrelate")) return relate("", "");
    if (copied) return copy(copied);
    if (related && form && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      return relate(related.dataset.relate, related.dataset.number);
    }
    if (from) {
      const choice = document.getElementById(from.dataset.put);
      insert(document.getElementById(choice.dataset.quickReply), choice.value);
    }
  });
})();
