// Hazard cases: shows them in #alarms at once and sounds until someone has taken them.
// The event stream only says "look again"; what is shown is always what the server answers, so a
// broken stream loses nothing: until it is back the same question is asked every ten seconds.
(function () {
  "use strict";

  const place = document.getElementById("alarms");
  if (!place) return;
  const POLL = 10000, BEAT = 1600;
  let sound = null, beat = 0, streaming = false;

  function wake() {
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
    try { sound = sound || new AudioContext(); } catch (error) { return; }
    if (sound.state === "suspended") sound.resume();
  }

  function tone() {
    if (!sound || sound.state !== "running") return;
    [880, 660].forEach((pitch, index) => {
      const at = sound.currentTime + index * 0.25;
      const pipe = sound.createOscillator(), volume = sound.createGain();
      pipe.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
      pipe.connect(volume).connect(sound.destination);
      pipe.start(at);
      pipe.stop(at + 0.24);
    });
  }

  function heed() {
    const ringing = place.querySelector("[data-alarm]") !== null;
    document.documentElement.classList.toggle("alarm-rings", ringing);
    if (ringing && !beat) {
      wake();
      tone();
      beat = setInterval(tone, BEAT);
    } else if (!ringing && beat) {
      clearInterval(beat);
      beat = 0;
    }
  }

  // Browsers keep silent until the page has been touched once.
  ["pointerdown", "keydown"].forEach((kind) => addEventListener(kind, () => { if (beat) wake(); }));

  async function look() {
    try {
      const answer = await fetch(place.dataset.alarmsUrl, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      // Somebody may be on the button: leave it alone unless the list is another one.
      if (text === place.shown) return;
      place.shown = text;
      place.innerHTML = text;
      if (window.htmx) htmx.process(place);
      heed();
    } catch (error) {
      // The next beat asks again.
    }
  }

  function listen() {
    if (!place.dataset.eventsUrl || !window.EventSource) return;
    const stream = new EventSource(place.dataset.eventsUrl);
    stream.addEventListener("open", () => { streaming = true; look(); });
    stream.addEventListener("alarm", look);
    stream.addEventListener("inbox", () => { if (window.htmx && document.getElementById("bell")) htmx.trigger("#bell", "refresh"); });
    stream.addEventListener("error", () => {
      streaming = false;
      // Closed for good (refused, or the server ended it): try anew after a while.
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 30000);
    });
    addEventListener("pagehide", () => stream.close(), { once: true });
  }

  heed();
  listen();
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  setInterval(() => { if (!streaming) look(); }, POLL);
})();
