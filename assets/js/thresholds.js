// The sliders of the thresholds.

// While a threshold is typed, its box may be empty or out of range. Such events are not passed on to Gradio, whose
// server would respond with an error.
document.addEventListener("input", (event) => {
  const box = event.target;
  const isThreshold = box.matches(".threshold input[type=number]");
  if (isThreshold && !(box.value !== "" && box.value >= 0 && box.value <= 1)) event.stopImmediatePropagation();
}, true);

// The dashed line in a card's chart follows the slider under it, and so does the number over the line.
const moveLine = (card) => {
  const chart = card.querySelector(".js-plotly-plot"), slider = card.querySelector(".threshold input[type=range]");
  if (!window.Plotly || !slider || !chart?.layout?.annotations?.length) return;
  const threshold = Number(slider.value);
  if (chart.layout.shapes[0].x0 === threshold) return;
  window.Plotly.relayout(chart, {
    "shapes[0].x0": threshold, "shapes[0].x1": threshold, "annotations[0].x": threshold,
    "annotations[0].text": `${sentimotion.formatNumber(Math.round(100 * threshold))}%`,
  });
};
document.addEventListener("input", (event) => {
  const card = sentimotion.near(event, "#heads .card");
  if (card && event.target.matches(".threshold input")) moveLine(card);
});
// A chart may have been drawn for a threshold that has been moved since.
sentimotion.moveLines = (region) => region.querySelectorAll(".card").forEach(moveLine);

// Gradio labels the inputs of sliders "range slider for ..." in English; this replaces it by the visible label.
sentimotion.nameSliders = (region) => {
  for (const input of region.querySelectorAll(".threshold input")) {
    const name = input.closest(".threshold").querySelector("label").textContent.trim();
    if (input.getAttribute("aria-label") !== name) input.setAttribute("aria-label", name);
  }
};
// What may change a slider's name, as options of a MutationObserver.
sentimotion.SLIDER_CHANGES = {childList: true, characterData: true, attributeFilter: ["aria-label"], subtree: true};
