// Forwards a press on Stop within a region of the page to Gradio, as the event stop of that region's component.
// Each step of the progress redraws the button: a press may end on another element than it began on.

const triggers = new Map();

sentimotion.forwardStop = (trigger, {region}) => { triggers.set(region, trigger); };

const press = (event) => {
  for (const [region, trigger] of triggers) {
    if (sentimotion.near(event, `${region} [data-stop]`)) trigger("stop", {});
  }
};
document.addEventListener("pointerdown", press);
// The keyboard makes a click without a pointer: its detail is 0.
document.addEventListener("click", (event) => { if (event.detail === 0) press(event); });
