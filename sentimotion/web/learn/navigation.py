"""Client-side navigation between the steps of the lesson."""

import json
from typing import Final

from sentimotion.web.learn.lesson import STEPS

# After a button turned the page, the focus moves to the new heading unless it has moved elsewhere. The page
# is redrawn some frames later, and again after the explanation, which can replace the heading while it has
# the focus. If the focus went from the heading back to the buttons it stays there, as the next key press
# would otherwise act on the heading.
TO_HEADING: Final = """() => {
  const until = performance.now() + 3000;
  const look = () => {
    const at = document.activeElement;
    if (!(at === document.body || (window.lessonTurns && at.closest("#learn-turn")))) return;
    const step = document.querySelector("#learn-steps input:checked").value;
    const heading = document.querySelector(`#learn-panels [data-step="${step}"] h2`);
    if (heading && heading.checkVisibility({visibilityProperty: true})) {
      window.lessonTurns = false;
      heading.focus({preventScroll: true});
      document.querySelector("#learn-steps").scrollIntoView({block: "nearest"});
    } else if (performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# In the browser, so that no click is lost while a response is pending.
TURN: Final = (
    f"(step) => {{{{ window.lessonTurns = true; const steps = {json.dumps(STEPS)};"
    " return steps[Math.min(Math.max(steps.indexOf(step) + {by}, 0), steps.length - 1)]; }}"
)
# Arrow keys turn the pages: on the step selector (Gradio puts each radio button in its own group, so its
# arrow keys do not work), on the buttons, and on the heading that receives the focus.
ARROWS: Final = """() => {
  if (window.lessonTurnsByArrows) return;
  window.lessonTurnsByArrows = true;
  document.addEventListener("keydown", (event) => {
    const button = {ArrowRight: "#learn-next", ArrowLeft: "#learn-back"}[event.key];
    if (!button || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!event.target.closest("#learn-steps, #learn-turn, #learn-panels h2")) return;
    event.preventDefault();
    document.querySelector(button).click();
  });
}"""
