// Learn, the quiz: a word is a button; once the answer is shown, the focus moves to the verdict.

sentimotion.quiz = (element, trigger, watch) => {
  let waiting = false;
  element.addEventListener("click", (event) => {
    const word = event.target.closest("[data-guess]");
    if (word) { waiting = true; trigger("click", {word: Number(word.dataset.guess)}); }
  });
  watch("value", () => {
    const verdict = element.querySelector(".verdict-line");
    if (waiting && verdict) { waiting = false; verdict.focus(); }
  });
};
