// Learn: turning the pages of the lesson.

const PATIENCE = 3000;  // milliseconds
let isTurned = false;

// In the browser, so that no click is lost while a response is pending.
const turn = ({value}, by) => {
  isTurned = true;
  const steps = [...document.querySelectorAll("#learn-steps input")].map((input) => input.value);
  return {value: steps[Math.min(Math.max(steps.indexOf(value) + by, 0), steps.length - 1)]};
};
sentimotion.previousStep = (menu) => turn(menu, -1);
sentimotion.nextStep = (menu) => turn(menu, 1);

// After a button turned the page, the focus moves to the new heading unless it has moved elsewhere. The page is
// redrawn some frames later, and again after the explanation, which can replace the heading while it has the focus.
// If the focus went from the heading back to the buttons it stays there, as the next key press would otherwise act
// on the heading.
sentimotion.focusHeading = () => {
  const until = performance.now() + PATIENCE;
  const look = () => {
    const at = document.activeElement;
    if (!(at === document.body || (isTurned && at.closest("#learn-turn")))) return;
    const step = document.querySelector("#learn-steps input:checked").value;
    const heading = document.querySelector(`#learn-panels [data-step="${step}"] h2`);
    if (heading && sentimotion.isVisible(heading)) {
      isTurned = false;
      heading.focus({preventScroll: true});
      document.querySelector("#learn-steps").scrollIntoView({block: "nearest"});
    } else if (performance.now() < until) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

// Arrow keys turn the pages: on the buttons, and on the heading that receives the focus. The step selector has the
// browser's own.
document.addEventListener("keydown", (event) => {
  const button = {ArrowRight: "#learn-next", ArrowLeft: "#learn-back"}[event.key];
  if (!button || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (!sentimotion.near(event, "#learn-turn, #learn-panels h2")) return;
  event.preventDefault();
  document.querySelector(button).click();
});
