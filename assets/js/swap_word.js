// Compare, swapping a word: a press marks the word at once and is forwarded; arrow keys move between words.

sentimotion.chooseWord = (element, trigger) => {
  const words = () => [...element.querySelectorAll("button[data-swap]")];
  element.addEventListener("click", (event) => {
    const chosen = event.target.closest("button[data-swap]");
    if (!chosen) return;
    for (const word of words()) {
      word.setAttribute("aria-pressed", String(word === chosen));
      word.tabIndex = word === chosen ? 0 : -1;
    }
    trigger("select");
  });
  element.addEventListener("keydown", (event) => {
    const all = words(), at = all.indexOf(event.target);
    const to = {ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1}[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = all[Math.min(Math.max(to, 0), all.length - 1)];
    for (const word of all) word.tabIndex = word === next ? 0 : -1;
    next.focus();
  });
};
// The event's inputs with the index of the pressed word, read when the event is sent.
sentimotion.chosenWord = (state, turn) =>
  [state, turn, document.querySelector("#swap-words [aria-pressed=true]")?.dataset.swap ?? ""];
