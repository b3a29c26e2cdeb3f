// What every page has: shortcuts, one submit per press, dialogs, toasts, small aids. Pages work without it.
(function () {
  "use strict";

  const root = document.documentElement;
  root.classList.add("js");

  // A long menu shows where we are.
  const menu = document.querySelector(".menu--wide");
  const here = menu && menu.querySelector("[aria-current]");
  if (here && here.offsetTop + here.offsetHeight > menu.clientHeight) menu.scrollTop = here.offsetTop - menu.clientHeight / 2;

  // ---- Toasts: HX-Trigger: {"toast": {"text": "已签收", "tone": "success"}} ----

  function toast(text, tone) {
    const tray = document.getElementById("toasts");
    if (!tray || !text) return;
    const line = document.createElement("p");
    line.className = "toast toast--" + (tone || "success");
    line.textContent = text;
    tray.append(line);
    setTimeout(() => line.remove(), tone === "error" ? 12000 : 5000);
  }

  document.addEventListener("toast", (event) => {
    const said = event.detail || {};
    toast(said.text || said.value, said.tone);
  });

  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    // Nobody pressed anything when these hear it: what is being typed must not be lost by loading anew.
    const unasked = event.detail.elt.matches("#bell, #hazards, #articles, .presence");
    if (status !== 401 && event.detail.elt.matches(".presence")) return;
    if (status === 401 && unasked) return toast("登录已过期。请先复制未保存的内容，再刷新页面重新登录。", "error");
    if (status === 401) return location.reload();
    toast(status === 413 ? "文件太大，没有上传。请压缩或分几次上传。" : status === 403 ? "您没有这项权限。" : status === 429 ? "操作太频繁，请稍后再试。" : "没有办成（" + status + "），请重试或刷新页面。", "error");
  });
  document.addEventListener("htmx:sendError", (event) => event.detail.elt.matches("#bell, #hazards, #articles, .presence") || toast("网络不通，内容还在页面上，请稍后再试。", "error"));

  // ---- One submit per press; the button comes back when the page does ----

  function release(form) {
    delete form.dataset.busy;
    form.querySelectorAll("[data-held]").forEach((button) => {
      button.disabled = false;
      delete button.dataset.held;
    });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // What lay in this window for want of a network is nobody's business after the sign-out.
    if (form.matches("[action$='/sign-out']")) sessionStorage.clear();
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.busy) return event.preventDefault();
    form.dataset.busy = "true";
    // After the browser has read the pressed button's name and value.
    setTimeout(() => {
      form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach((button) => {
        button.disabled = true;
        button.dataset.held = "true";
      });
    });
    // A download does not leave the page, nor does a request that was broken off.
    setTimeout(() => release(form), 8000);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(release));

  // ---- Dialogs ----

  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || !dialog.showModal) return false;
    if (dialog.open) dialog.close();
    dialog.showModal();
    return true;
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (opener && plain && openDialog(opener.dataset.dialog)) return event.preventDefault();
    const unfolder = event.target.closest("[data-unfold]");
    if (unfolder) {
      const open = unfolder.parentElement.classList.toggle(unfolder.dataset.unfold);
      return unfolder.setAttribute("aria-expanded", String(open));
    }
    const closer = event.target.closest("[data-close]");
    if (closer) return closer.closest("dialog").close();
    const dismisser = event.target.closest("[data-dismiss]");
    if (dismisser) return dismisser.closest(".alert").remove();
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // ---- Short texts: put into the field where the cursor stands ----

  document.addEventListener("click", (event) => {
    const giver = event.target.closest("[data-insert]");
    const field = giver && document.getElementById(giver.dataset.insert);
    if (!field) return;
    field.setRangeText(giver.dataset.text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  // ;; in a long text opens its list of short texts; what is typed there narrows it, Enter takes the first.
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.matches("[data-filter-texts]")) {
      const words = field.value.trim().toLowerCase();
      field.closest(".quick-texts").querySelectorAll("ul > li").forEach((line) => {
        line.hidden = Boolean(words) && !line.textContent.toLowerCase().includes(words);
      });
      return;
    }
    if (!field.matches("textarea") || !/[;；]{2}/.test(field.value.slice(field.selectionEnd - 2, field.selectionEnd))) return;
    const list = document.querySelector(`.quick-texts[data-texts-for="${CSS.escape(field.id)}"]`);
    if (!list) return;
    field.setRangeText("", field.selectionEnd - 2, field.selectionEnd, "end");
    list.open = true;
    list.querySelector("[data-filter-texts]").focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-filter-texts]")) return;
    event.preventDefault();
    const list = event.target.closest(".quick-texts");
    const first = list.querySelector("ul > li:not([hidden]) [data-insert]");
    if (!first) return;
    first.click();
    list.open = false;
  });

  // ---- Lists: a row is pressed like its link ----

  document.addEventListener("click", (event) => {
    const row = event.target.closest("table[data-list] tbody tr");
    if (!row || event.target.closest("a, button, input, label, summary, select")) return;
    const link = row.querySelector("a.row-link");
    if (!link || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener");
    else location.assign(link.href);
  });

  document.addEventListener("change", (event) => {
    const name = event.target.dataset && event.target.dataset.selectAll;
    if (!name) return;
    event.target.closest("table").querySelectorAll("tbody input[type=checkbox]").forEach((box) => {
      if (box.name === name) box.checked = event.target.checked;
    });
  });

  function step(by) {
    const links = [...document.querySelectorAll("table[data-list] a.row-link")];
    if (!links.length) return;
    const here = document.activeElement.closest("tr");
    const at = links.findIndex((link) => link.closest("tr") === here);
    const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function tick() {
    const row = document.activeElement.closest("table[data-list] tbody tr");
    const box = row && row.querySelector("input[type=checkbox]");
    if (box) box.click();
  }

  // The line where the cursor stands is taken on; the server says below its state who has it now.
  function takeOn() {
    const row = document.activeElement.closest("table[data-list] tbody tr");
    const place = row && row.querySelector("[data-taken]");
    const link = row && row.querySelector("a.row-link");
    if (place && link && window.htmx) htmx.ajax("POST", link.pathname + "/take", { target: place, swap: "innerHTML" });
  }

  // ---- Keys: single letters, silent while someone types ----

  let awaitsPlace = 0;

  function isTyping(element) {
    return element.isContentEditable || element.matches("select, textarea, input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit])");
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = target.closest("form");
      if (form && form.method === "post") {
        event.preventDefault();
        const second = event.shiftKey && form.querySelector("button[data-shift-enter]:not(:disabled)");
        form.requestSubmit(second || form.querySelector("button.button--primary:not([type=button]):not(:disabled)"));
      }
      return;
    }
    if (event.key === "Escape" && isTyping(target) && !target.closest("dialog, .ts-wrapper")) return target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target) || document.querySelector("dialog:modal")) return;

    if (awaitsPlace > Date.now() - 1500) {
      awaitsPlace = 0;
      const place = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (place) {
        event.preventDefault();
        location.assign(place.href);
      }
      return;
    }
    const button = document.querySelector(`button[data-key="${CSS.escape(event.key)}"], a[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      return button.click();
    }
    const keys = {
      "?": () => openDialog("shortcuts"),
      "/": () => { const box = document.querySelector("[data-search]"); if (box) { box.focus(); box.select(); } },
      g: () => { awaitsPlace = Date.now(); },
      j: () => step(1),
      k: () => step(-1),
      x: tick,
      m: takeOn,
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // ---- Alt+letter presses what carries data-alt-key ----

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.key.length !== 1) return;
    const named = document.querySelectorAll(`[data-alt-key="${CSS.escape(event.key.toLowerCase())}"]`);
    const button = [...named].find((each) => each.offsetParent);
    if (!button) return;
    event.preventDefault();
    if (button.matches("input")) button.focus();
    else button.click();
  });

  // ---- On each piece of page that arrives ----

  function count(field) {
    const place = document.getElementById(field.dataset.counter);
    const limit = Number(field.dataset.limit) || field.maxLength;
    const length = [...field.value].length;
    const over = limit > 0 && length > limit ? "，超出 " + (length - limit) : "";
    if (!place) return;
    place.textContent = length + (limit > 0 ? " / " + limit : "") + " 字" + over;
    place.classList.toggle("field__counter--over", Boolean(over));
  }

  document.addEventListener("input", (event) => {
    if (event.target.dataset && event.target.dataset.counter) count(event.target);
  });

  function prepare(piece) {
    piece.querySelectorAll("[data-counter]").forEach(count);
    piece.querySelectorAll("dialog[data-open]").forEach((dialog) => openDialog(dialog.id));
    const first = piece.querySelector("[data-autofocus]");
    if (first) first.focus();
  }

  prepare(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) prepare(event.target); });
})();
