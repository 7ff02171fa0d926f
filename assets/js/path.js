// Learn, step 4: the slider from the baseline to the text. All that it shows is in the page, in data-walk.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const sliderOf = (root) => root.querySelector("input[type=range]");
const show = (root, at) => {
  const frames = JSON.parse(root.dataset.walk);
  const [place, score, strengths, attributions, tips] = JSON.parse(frames.drawn[at]);
  sliderOf(root).value = at;
  sliderOf(root).setAttribute("aria-valuetext", frames.said[at]);
  for (const part of root.querySelectorAll("[data-frame]")) part.textContent = frames[part.dataset.frame][at];
  for (const word of root.querySelectorAll("[data-word]")) {
    const index = Number(word.dataset.word), strength = strengths[index];
    word.classList.remove("toward", "away", "none");
    word.classList.add(strength > 0 ? "toward" : strength < 0 ? "away" : "none");
    word.style.setProperty("--strength", Math.abs(strength));
    word.dataset.attribution = attributions[index];
    word.dataset.tip = tips[index];
    word.setAttribute("aria-label", word.textContent + ", " + tips[index]);
  }
  const chart = document.querySelector("#learn-path-chart .js-plotly-plot");
  if (window.Plotly && chart && chart.data.length === 2) {
    window.Plotly.restyle(chart, {x: [[place]], y: [[score]]}, [1]);
  }
};
let playing = null;
const stop = () => {
  if (!playing) return;
  clearInterval(playing.timer);
  const button = playing.root.querySelector(".walk-play");
  button.querySelector(".moving").textContent = button.dataset.play;
  playing = null;
};
const play = (root) => {
  const slider = sliderOf(root), last = Number(slider.max);
  const next = () => Number(slider.value) + 1;
  if (next() > last) show(root, 0);
  else if (still.matches) show(root, next());
  if (still.matches) return;
  const button = root.querySelector(".walk-play");
  button.querySelector(".moving").textContent = button.dataset.pause;
  playing = {root, timer: setInterval(() => {
    if (!root.isConnected) return stop();
    show(root, next());
    if (next() > last) stop();
  }, 500)};
};

// The component's element stays, its contents change with the text.
sentimotion.walk = (element) => {
  element.addEventListener("input", (event) => {
    const root = event.target.closest("[data-walk]");
    if (root) { stop(); show(root, Number(event.target.value)); }
  });
  element.addEventListener("click", (event) => {
    const button = event.target.closest(".walk-play");
    if (!button) return;
    if (playing) stop(); else play(button.closest("[data-walk]"));
  });
};
