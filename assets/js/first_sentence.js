// Analyze: the sentence with which the page begins is selected when its box gets the focus, so that what is typed or
// pasted takes its place.

const isFirst = (box) => {
  const first = document.querySelector('#heads [data-turn="first"] .sentence');
  return first !== null && box.value === first.textContent;
};
document.addEventListener("focusin", (event) => {
  const box = event.target;
  if (!sentimotion.near(event, "#text textarea") || !isFirst(box)) return;
  box.select();
  // A click sets the caret after it has given the focus.
  box.addEventListener("click", () => { if (isFirst(box)) box.select(); }, {once: true});
});
