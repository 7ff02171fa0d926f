// The sliders of the thresholds.

const isThreshold = ({value}) => value !== "" && value >= 0 && value <= 1;

// A slider and a box (web/components/threshold_slider.py). While a threshold is typed, the box may be empty or out of
// range: that is not passed on, and is gone when the box is left.
sentimotion.thresholdSlider = (element, props, trigger, watch) => {
  const inputs = [...element.querySelectorAll("input")];
  const show = () => {
    for (const input of inputs) {
      if (input.value === "" || Number(input.value) !== props.value) input.value = props.value;
    }
  };
  element.addEventListener("input", ({target}) => {
    if (!isThreshold(target) || Number(target.value) === props.value) return;
    props.value = Number(target.value);
    show();
    trigger("input");
  });
  element.addEventListener("change", show);
  watch("value", show);
  show();
};

// The dashed line in a card's chart follows the slider under it, and so does the number over the line.
const moveLine = (card) => {
  const chart = card.querySelector(".js-plotly-plot"), slider = card.querySelector(".threshold input[type=number]");
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
