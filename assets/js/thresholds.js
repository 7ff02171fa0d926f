// The sliders of the thresholds.

// While a threshold is typed, its box may be empty or out of range. Such events are not passed on to Gradio, whose
// server would respond with an error.
document.addEventListener("input", (event) => {
  const box = event.target;
  const isThreshold = box.matches(".threshold input[type=number]");
  if (isThreshold && !(box.value !== "" && box.value >= 0 && box.value <= 1)) event.stopImmediatePropagation();
}, true);

// Gradio labels the inputs of sliders "range slider for ..." in English; this replaces it by the visible label.
sentimotion.nameSliders = (region) => {
  for (const input of region.querySelectorAll(".threshold input")) {
    const name = input.closest(".threshold").querySelector("label").textContent.trim();
    if (input.getAttribute("aria-label") !== name) input.setAttribute("aria-label", name);
  }
};
// What may change a slider's name, as options of a MutationObserver.
sentimotion.SLIDER_CHANGES = {childList: true, characterData: true, attributeFilter: ["aria-label"], subtree: true};
