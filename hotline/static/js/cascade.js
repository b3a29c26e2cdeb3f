// District -> street -> community: the choice in one select fetches the options of the next.
(function () {
  "use strict";

  function fill(select, options) {
    // A combobox would put its old options back when it goes; so it goes first.
    if (select.tomselect) select.tomselect.destroy();
    select.innerHTML = options;
    select.dispatchEvent(new Event("options-changed", { bubbles: true }));
  }

  async function follow(select) {
    const target = document.querySelector(select.dataset.cascadeTarget);
    if (!target) return;
    const token = (select.cascadeToken = {});
    const url = new URL(select.dataset.cascadeUrl, location.href);
    url.searchParams.set("parent", select.value);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(answer.status);
      const options = await answer.text();
      // A slow answer to an earlier choice must not win over the later one.
      if (select.cascadeToken === token) {
        fill(target, options);
        empty(target);
      }
    } catch (error) {
      document.dispatchEvent(new CustomEvent("toast", { detail: { text: "没有取到下一级区域，请重试。", tone: "error" } }));
    }
  }

  // What lies below the next one belonged to the old choice.
  function empty(select) {
    const below = select.dataset.cascadeTarget && document.querySelector(select.dataset.cascadeTarget);
    if (!below) return;
    const first = below.options[0] && !below.options[0].value ? below.options[0].outerHTML : '<option value="">请先选择上一级</option>';
    fill(below, first);
    empty(below);
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches && event.target.matches("select[data-cascade-url]")) follow(event.target);
  });
})();
