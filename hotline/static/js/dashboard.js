// The dashboard draws itself anew each minute: what was unfolded stays so, the focus stays, and silence is told.
(function () {
  "use strict";

  let kept = null;

  // Links of a fragment have no ids; address and figure name them.
  function nameOf(element) {
    return element && element.matches("a, summary") ? [element.tagName, element.getAttribute("href"), element.closest("[id]").id].join(" ") : "";
  }

  function isBoard(event) {
    return event.detail.elt && event.detail.elt.id === "board";
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isBoard(event)) return;
    const board = event.detail.elt;
    const unfolded = [...board.querySelectorAll("details[open]")].map((fold) => fold.closest("[id]").id);
    kept = { unfolded, focus: board.contains(document.activeElement) ? nameOf(document.activeElement) : "" };
  });

  document.addEventListener("htmx:load", (event) => {
    const board = event.target;
    if (board.id !== "board" || !kept) return;
    kept.unfolded.forEach((id) => {
      const fold = board.querySelector("#" + CSS.escape(id) + " details");
      if (fold) fold.open = true;
    });
    const focused = kept.focus && [...board.querySelectorAll("a, summary")].find((each) => nameOf(each) === kept.focus);
    if (focused) focused.focus({ preventScroll: true });
    kept = null;
  });

  // Nobody presses anything on a wall: an old number must not pass for a new one.
  function tellSilence(event) {
    const board = document.getElementById("board");
    if (board && isBoard(event)) board.querySelector("[data-stale]").hidden = false;
  }

  document.addEventListener("htmx:sendError", tellSilence);
  document.addEventListener("htmx:responseError", tellSilence);
  document.addEventListener("htmx:timeout", tellSilence);
})();
