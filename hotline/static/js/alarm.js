// Hazard cases: shows them in #alarms at once and sounds until someone has taken them.
// The event stream (events.js) only says "look again"; until a broken one is back the same question is asked
// every ten seconds.
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

  document.addEventListener("stream:open", () => { streaming = true; look(); });
  document.addEventListener("stream:alarm", look);
  document.addEventListener("stream:lost", () => { streaming = false; });

  heed();
  setInterval(() => { if (!streaming) look(); }, POLL);
})();
