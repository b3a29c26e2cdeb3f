// Turns select[data-combobox] into a search box: by Chinese, by pinyin and its initials, keyboard only.
(function () {
  "use strict";

  function enhance(select) {
    if (select.tomselect) return;
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const words = {};
    for (const option of select.options) {
      words[option.value] = { initials: option.dataset.initials || "", keywords: option.dataset.keywords || "" };
    }
    const control = new TomSelect(select, {
      maxOptions: 200,
      searchField: [
        { field: "text", weight: 3 },
        { field: "initials", weight: 2 },
        { field: "keywords", weight: 1 },
      ],
      // Chinese is not written with spaces: the whole input is one word to look for.
      splitOn: /\s+/,
      diacritics: false,
      // Whoever types fast and presses Enter must get what was typed, not what was listed before.
      refreshThrottle: 0,
      selectOnTab: true,
      closeAfterSelect: !select.multiple,
      placeholder: select.dataset.placeholder || "",
      hidePlaceholder: true,
      plugins: select.multiple ? ["remove_button"] : [],
      onInitialize() {
        for (const value in this.options) Object.assign(this.options[value], words[value]);
      },
      render: {
        option(data, escape) {
          return `<div>${escape(data.text)}${data.initials ? ` <span class="combobox__initials">${escape(data.initials)}</span>` : ""}</div>`;
        },
        no_results() {
          return '<div class="no-results">没有找到，请换一个词或拼音首字母</div>';
        },
      },
    });
    leaveShut(control);
    if (select.dataset.optionsUrl) complete(select, control);
    // One control for screen readers, not two; an error summary's link to the select still arrives.
    select.setAttribute("aria-hidden", "true");
    select.addEventListener("focus", () => control.focus());
    const described = select.getAttribute("aria-describedby");
    if (label) control.control_input.setAttribute("aria-label", label.textContent.trim());
    if (described) control.control_input.setAttribute("aria-describedby", described);
    if (select.getAttribute("aria-invalid")) control.control_input.setAttribute("aria-invalid", "true");
  }

  // A long list that the page was spared: fetched once the page stands, kept by the browser.
  async function complete(select, control) {
    try {
      const answer = await fetch(select.dataset.optionsUrl, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok) return;
      const list = new DOMParser().parseFromString(`<select>${await answer.text()}</select>`, "text/html");
      for (const { value, text, dataset } of list.querySelectorAll("option")) {
        const words = { initials: dataset.initials || "", keywords: dataset.keywords || "" };
        if (control.options[value]) control.updateOption(value, { ...control.options[value], ...words });
        else control.addOption({ value, text, ...words });
      }
      if (select.wanted) control.setValue(select.wanted, true);
      if (control.isOpen) control.refreshOptions(false);
    } catch (error) {
      // What is chosen and what is offered beside it still works.
    }
  }

  // Opening the list asks for the focus once more by a timer; whoever chose before it ran had the list thrown open again.
  function leaveShut(control) {
    const open = control.open;
    let hasChosen = false;
    control.on("item_add", () => { hasChosen = control.isFocused; });
    control.on("blur", () => { hasChosen = false; });
    for (const act of ["keydown", "mousedown"]) {
      control.wrapper.addEventListener(act, () => { hasChosen = false; }, true);
    }
    control.open = () => { if (!hasChosen) open.call(control); };
  }

  function enhanceAll(piece) {
    if (piece.matches && piece.matches("select[data-combobox]")) enhance(piece);
    piece.querySelectorAll("select[data-combobox]").forEach(enhance);
  }

  enhanceAll(document);
  document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
  // cascade.js has put other options in.
  document.addEventListener("options-changed", (event) => {
    if (event.target.matches("select[data-combobox]")) enhance(event.target);
  });
})();
