"""Client-side navigation between the steps of the lesson."""

import json
from typing import Final

from sentimotion.web.learn.lesson import STEPS

# Who turned a page by its button goes on at the new page's heading, unless he is elsewhere already. What was
# answered is drawn some frames later, and again once it is explained, which can take the heading from under
# the reader. Who was at the heading and went back to the buttons stays there: the next press would hit the
# heading.
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
# In the browser, so that no press is lost while an answer is on its way.
TURN: Final = (
    f"(step) => {{{{ window.lessonTurns = true; const steps = {json.dumps(STEPS)};"
    " return steps[Math.min(Math.max(steps.indexOf(step) + {by}, 0), steps.length - 1)]; }}"
)
# Arrow keys turn the pages: on the steps (Gradio gives each of its radio buttons a group of its own, which
# leaves the arrows dead), on the buttons, and on the heading that one comes to by them.
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
