// Ctrl+Enter (or Cmd+Enter) in a text box clicks its button.

const BUTTON_OF = {
  "text": "analyze",
  "compare-text-0": "compare-pair",
  "compare-text-1": "compare-pair",
  "swap-text": "swap-read",
  "swap-alternatives": "swap-run",
  "learn-text": "learn-use",
};

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const box = Object.keys(BUTTON_OF).find((id) => sentimotion.near(event, `#${id}`));
  if (!box) return;
  event.preventDefault();
  document.querySelector(`#${BUTTON_OF[box]}`).click();
});
