// Articles beside an answer: pressed, their words go into the answer, their name into its ground, and they are cited.
(function () {
  "use strict";

  function put(field, text, between) {
    if (!field || !text || field.value.includes(text)) return;
    const at = field.selectionEnd === field.value.length || field.tagName === "INPUT" ? field.value.length : field.selectionEnd;
    const before = at && between && !field.value.slice(0, at).endsWith("\n") ? between : "";
    field.setRangeText(before + text, at, at, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function cite(picker, id, label) {
    const cited = picker.querySelector("[data-cited]");
    cited.hidden = false;
    const known = cited.querySelector(`input[value="${CSS.escape(id)}"]`);
    if (known) {
      known.checked = true;
      return;
    }
    const line = document.createElement("li"), choice = document.createElement("label");
    const box = document.createElement("input"), name = document.createElement("span");
    choice.className = "choice";
    Object.assign(box, { type: "checkbox", name: "cites", value: id, checked: true });
    name.textContent = label;
    choice.append(box, name);
    line.append(choice);
    cited.querySelector("ul").append(line);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cite]");
    const picker = button && document.querySelector("[data-picker]");
    if (!picker) return;
    event.preventDefault();
    const answer = document.getElementById(picker.dataset.into), basis = document.getElementById(picker.dataset.basis);
    cite(picker, button.dataset.cite, button.dataset.label);
    put(basis, button.dataset.reference, "；");
    put(answer, button.dataset.text, "\n");
    if (answer) answer.focus();
  });

  // Enter in the search looks again; it never hands the form in.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.id !== "article-words") return;
    event.preventDefault();
    event.stopPropagation();
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  }, true);
})();
