// Shows in #call who calls, as soon as the stream says that something happened on the agent's line.
// Never takes the focus: whoever types goes on typing.
(function () {
  "use strict";

  const place = document.getElementById("call");
  if (!place) return;
  const POLL = 10000, SPREAD = 1000;
  let streaming = false, asking = false, again = false, later = 0;

  // The page itself is about this call already.
  function isTaken(piece) {
    const field = document.querySelector("#intake-form input[name=phone_call_id]"), page = document.querySelector("[data-call-page]");
    const call = piece.querySelector("[data-call]");
    const shown = [field && field.value, page && page.dataset.callPage];
    return Boolean(call && shown.includes(call.dataset.call));
  }

  async function look() {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(place.dataset.callUrl, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      const text = answer.ok && !answer.redirected ? await answer.text() : null;
      if (text !== null && text.replace(/name="csrf_token" value="[^"]*"/g, "") !== place.shown) show(text);
    } catch (error) {
      // The next event, or the next beat, asks again.
    }
    asking = false;
    if (again) { again = false; look(); }
  }

  function show(text) {
    const typed = place.querySelector("input[name=note]");
    const words = typed ? typed.value : "", call = place.querySelector("[data-call]");
    const before = call ? call.dataset.call : "";
    place.shown = text.replace(/name="csrf_token" value="[^"]*"/g, "");
    place.innerHTML = text.trim();
    place.hidden = isTaken(place);
    const now = place.querySelector("[data-call]"), note = place.querySelector("input[name=note]");
    if (note && words && now && now.dataset.call === before) note.value = words;
    if (window.htmx) htmx.process(place);
  }

  document.addEventListener("stream:open", () => { streaming = true; look(); });
  document.addEventListener("stream:call", look);
  // The waiting line is everybody's: forty screens do not ask in the same instant.
  document.addEventListener("stream:queue", () => { clearTimeout(later); later = setTimeout(look, Math.random() * SPREAD); });
  document.addEventListener("stream:lost", () => { streaming = false; });
  setInterval(() => { if (!streaming && !document.hidden) look(); }, POLL);
})();
