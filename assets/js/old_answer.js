// Analyze: nothing of the previous answer is left while the next one is on its way.

// From a click that asks for a new answer until it is there, nothing of the old one is shown. The server marks all
// parts of an answer with its turn.
const ANSWER = "#overview, #heads, #between, #doubts, #chance, #stability, #together, #changes, #reading, #take, #disagree";
const MARKS = ["data-decision", "data-word", "data-attribution"];
let oldTurn = "";
const turnOf = (heads) => heads.querySelector("[data-turn]")?.dataset.turn ?? "";
const unmark = () => {
  for (const part of document.querySelectorAll(ANSWER)) {
    for (const element of part.querySelectorAll(MARKS.map((name) => `[${name}]`).join())) {
      for (const name of MARKS) element.removeAttribute(name);
    }
  }
};
const retire = () => {
  const heads = document.querySelector("#heads");
  oldTurn = heads ? turnOf(heads) : "";
  if (!oldTurn) return;
  for (const card of heads.querySelectorAll(".card")) card.style.minHeight = `${card.offsetHeight}px`;
  for (const part of document.querySelectorAll(ANSWER)) part.classList.add("outdated");
  unmark();
};
// Called when the cards have changed.
sentimotion.receiveAnswer = (heads) => {
  if (!oldTurn) return;
  // A part of the old answer that was on its way.
  if (turnOf(heads) === oldTurn) return unmark();
  for (const part of document.querySelectorAll(ANSWER)) part.classList.remove("outdated");
  if (heads.querySelector("[aria-busy=true]")) return;
  for (const card of heads.querySelectorAll(".card")) card.style.minHeight = "";
  oldTurn = "";
};
document.addEventListener("click", (event) => {
  if (sentimotion.near(event, "#analyze, .example")) retire();
});
// Gradio submits a text box of several lines by Shift+Enter.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.shiftKey && sentimotion.near(event, "#text")) retire();
});
