// The one event stream of this page. It only says "look again"; what is shown is always what the server answers,
// so a broken stream loses nothing: until it is back, alarm.js and call.js ask by themselves.
(function () {
  "use strict";

  const place = document.querySelector("[data-events-url]");
  if (!place || !window.EventSource) return;
  const AGAIN = 30000;
  let stream = null;

  function say(name) {
    document.dispatchEvent(new CustomEvent("stream:" + name));
  }

  function listen() {
    stream = new EventSource(place.dataset.eventsUrl);
    stream.addEventListener("open", () => say("open"));
    for (const name of ["alarm", "inbox", "topics", "call", "queue", "calls"]) stream.addEventListener(name, () => say(name));
    stream.addEventListener("error", () => {
      say("lost");
      // Closed for good (refused, or no room was left): try anew after a while.
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
    });
  }

  document.addEventListener("stream:inbox", () => { if (window.htmx && document.getElementById("bell")) htmx.trigger("#bell", "refresh"); });
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  // Whoever listens is loaded after this script.
  document.addEventListener("DOMContentLoaded", listen);
})();
