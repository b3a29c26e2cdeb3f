// The command palette: Ctrl+K lists what the page leads to, narrowed as one types. Without it /go is a page.
(function () {
  "use strict";

  const dialog = document.getElementById("palette");
  const form = dialog && dialog.querySelector("form[data-palette]");
  if (!form || !dialog.showModal) return;
  const field = form.elements.q;
  const list = document.getElementById("palette-goals");
  const MOST = 12;
  let goals = [];
  let chosen = 0;

  // What can be done here: the case's steps and macros, the page's own links, its views, then the menu; each is
  // found by its name, by initials or by pinyin.
  function gather() {
    const found = new Map();
    const places = ["#steps a, #steps button, #macros button", ".main__actions a, .main__actions button", "a[data-key], button[data-key]", ".views a", ".menu--wide a"];
    places.forEach((place) => document.querySelectorAll(place).forEach((element) => {
      const label = (element.querySelector(".menu__label, :scope > span") || element).textContent.trim();
      if (label && !element.disabled && !element.closest("dialog") && !found.has(label)) found.set(label, element);
    }));
    goals = [...found].map(([label, element]) => ({ label, element, letters: element.dataset.letters || "" }));
  }

  function matching() {
    const parts = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const speaks = (goal, part) => goal.label.toLowerCase().includes(part) || goal.letters.split(" ").some((read) => read.startsWith(part));
    return goals.filter((goal) => parts.every((part) => speaks(goal, part))).slice(0, MOST);
  }

  function show() {
    const found = matching();
    chosen = Math.min(chosen, Math.max(found.length - 1, 0));
    list.replaceChildren(...found.map((goal, place) => {
      const line = document.createElement("li");
      line.id = "palette-goal-" + place;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(place === chosen));
      line.textContent = goal.label;
      line.addEventListener("click", () => take(goal));
      return line;
    }));
    field.setAttribute("aria-activedescendant", found.length ? "palette-goal-" + chosen : "");
  }

  function take(goal) {
    dialog.close();
    goal.element.click();
  }

  function open() {
    gather();
    field.value = "";
    chosen = 0;
    show();
    dialog.showModal();
    field.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector("dialog:modal")) open();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-palette-opener]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  field.addEventListener("input", () => { chosen = 0; show(); });
  field.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.isComposing) return;
    event.preventDefault();
    chosen = Math.max(0, chosen + by);
    show();
  });
  // What stands in the list is taken at once; else the server knows cases by number, and searches.
  form.addEventListener("submit", (event) => {
    const goal = matching()[chosen];
    if (!goal) return;
    event.preventDefault();
    take(goal);
  });
})();
