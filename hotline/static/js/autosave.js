// Keeps a draft of form[data-autosave-url] on the server while someone writes. It never stands in the way.
(function () {
  "use strict";

  const PAUSE = 800;

  function watch(form) {
    if (form.autosaved) return;
    form.autosaved = true;
    const place = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
    let timer = 0, running = false, again = false, dirty = false, leaving = false;

    function say(text) {
      if (place) place.textContent = text;
    }

    // Files go their own way, and once: the draft is what was typed.
    function typed() {
      const data = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach((field) => data.delete(field.name));
      return data;
    }

    async function save() {
      if (running) { again = true; return; }
      running = true;
      dirty = false;
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST", body: typed(), credentials: "same-origin", headers: { "X-Autosave": "1" },
        });
        if (!answer.ok) throw new Error(answer.status);
        const id = answer.headers.get("X-Draft-Id");
        const field = form.querySelector("input[name=draft_id]");
        if (id && field) field.value = id;
        say("草稿已保存 " + new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }));
      } catch (error) {
        dirty = true;
        say("草稿暂未保存，内容仍在页面上");
      }
      running = false;
      if (again) { again = false; save(); }
    }

    function later() {
      dirty = true;
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    }

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    addEventListener("pageshow", () => { leaving = false; });
    // The last words before the window closes.
    addEventListener("pagehide", () => {
      if (dirty && !leaving) navigator.sendBeacon(form.dataset.autosaveUrl, typed());
    });
  }

  function watchAll(piece) {
    piece.querySelectorAll("form[data-autosave-url]").forEach(watch);
  }

  watchAll(document);
  document.addEventListener("htmx:load", (event) => watchAll(event.target));
})();
