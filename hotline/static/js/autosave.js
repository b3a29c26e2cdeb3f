// Keeps a draft of form[data-autosave-url] on the server while someone writes. It never stands in the way.
// Without a network a copy lies in this window (sessionStorage, gone with it) until the server has it.
(function () {
  "use strict";

  const NAME = "draft ", PAUSE = 800, LONGEST = 5000, SOONEST = 2000, LATEST = 30000;

  function watch(form) {
    if (form.autosaved) return;
    form.autosaved = true;
    const place = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
    const token = form.querySelector("input[name=token]"), version = form.querySelector("input[name=draft_version]");
    let key = token && version ? NAME + token.value : "";
    let timer = 0, since = 0, wait = SOONEST, running = false, again = false, dirty = false, leaving = false, stopped = false;

    function say(text, isBad) {
      if (!place) return;
      place.textContent = text;
      place.classList.toggle("draft-lost", Boolean(isBad));
    }

    // Files go their own way, and once: the draft is what was typed.
    function typed() {
      const data = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach((field) => data.delete(field.name));
      return data;
    }

    // ---- The copy in this window ----

    function keepCopy() {
      if (!key) return false;
      const fields = [...typed()].filter(([name]) => name !== "csrf_token");
      try { sessionStorage.setItem(key, JSON.stringify({ version: version.value, fields })); } catch (error) { return false; }
      return true;
    }

    function dropCopy() {
      if (key) sessionStorage.removeItem(key);
    }

    // An empty form takes the place of the one that was lost with its page.
    function adopt() {
      const call = form.querySelector("input[name=phone_call_id]");
      const lost = Object.keys(sessionStorage).find((name) => name.startsWith(NAME));
      if (!key || !lost || sessionStorage.getItem(key) || version.value || (call && call.value)) return;
      key = lost;
      token.value = lost.slice(NAME.length);
      version.value = JSON.parse(sessionStorage.getItem(lost)).version;
    }

    // What the server never got before the page went. An old copy is not put over a newer draft.
    function takeCopy() {
      adopt();
      const kept = key && sessionStorage.getItem(key);
      if (!kept) return;
      const copy = JSON.parse(kept);
      dropCopy();
      if (copy.version !== version.value) return;
      const values = new Map();
      for (const [name, value] of copy.fields) values.set(name, [...(values.get(name) || []), value]);
      for (const field of form.elements) {
        if (!field.name || ["file", "submit", "button"].includes(field.type) || field.name === "csrf_token") continue;
        const given = values.get(field.name) || [];
        if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
        else if (field.tomselect) {
          field.wanted = given[0] || "";
          field.tomselect.setValue(field.wanted, true);
        }
        else if (given.length) field.value = given[0];
      }
      say("已恢复本机暂存的内容");
      later();
    }

    // ---- The draft on the server ----

    async function save() {
      clearTimeout(timer);
      if (stopped) return;
      if (running) { again = true; return; }
      running = true;
      dirty = false;
      since = 0;
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST", body: typed(), credentials: "same-origin", headers: { "X-Autosave": "1" },
        });
        if (answer.status === 409) {
          stopped = true;
          // Whoever took the call over has the words already: they must not come back in the next form.
          const taken = (answer.headers.get("Content-Type") || "").startsWith("text/plain");
          if (taken) dropCopy();
          else keepCopy();
          say(taken ? await answer.text() : "草稿已在其他窗口更新，本窗口的内容没有保存，请核对两处内容。", true);
        } else if (!answer.ok) throw new Error(answer.status);
        else saved(answer);
      } catch (error) {
        dirty = true;
        say(keepCopy() ? "网络中断，内容已在本机暂存，恢复后自动保存" : "草稿暂未保存，内容仍在页面上", true);
        timer = setTimeout(save, wait);
        wait = Math.min(wait * 2, LATEST);
      }
      running = false;
      if (again) { again = false; save(); }
    }

    function saved(answer) {
      const id = answer.headers.get("X-Draft-Id"), number = answer.headers.get("X-Draft-Version");
      const field = form.querySelector("input[name=draft_id]");
      if (id && field) field.value = id;
      if (number && version) version.value = number;
      wait = SOONEST;
      dropCopy();
      nameDraft();
      say("草稿已保存 " + new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }));
    }

    // From now on the page's address is that of the draft: loaded anew, or after a crash, it shows what was typed.
    function nameDraft() {
      const address = form.dataset.draftAddress;
      if (address && token && !leaving) history.replaceState(history.state, "", address + token.value);
    }

    // A pause in the typing saves, and so do five seconds of it.
    function later() {
      dirty = true;
      since = since || Date.now();
      clearTimeout(timer);
      timer = setTimeout(save, Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
    }

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", (event) => {
      if (key && !navigator.onLine) {
        event.preventDefault();
        keepCopy();
        return say("网络中断，没有提交。内容已在本机暂存，恢复后请再提交一次。", true);
      }
      leaving = true;
      clearTimeout(timer);
      dropCopy();
    });
    addEventListener("online", () => { wait = SOONEST; if (dirty) save(); });
    addEventListener("offline", () => { if (dirty) { keepCopy(); say("网络中断，内容已在本机暂存，恢复后自动保存", true); } });
    addEventListener("pageshow", () => { leaving = false; });
    // The last words before the window closes.
    addEventListener("pagehide", () => {
      if (!dirty || leaving || stopped) return;
      keepCopy();
      navigator.sendBeacon(form.dataset.autosaveUrl, typed());
    });
    takeCopy();
  }

  function watchAll(piece) {
    piece.querySelectorAll("form[data-autosave-url]").forEach(watch);
  }

  watchAll(document);
  document.addEventListener("htmx:load", (event) => watchAll(event.target));
})();
