// Clicks on words, bars and exports of Analyze. Gradio has no events for them: they are forwarded as the
// events word (index), put_back, stop, save (kind), bar (head, index) of an invisible component.

let trigger = () => {};
let last = null;  // the pressed word: pressing redraws the words, and the focus returns to it
const wired = new WeakSet();

const inCards = (event, selector) => sentimotion.near(event, "#heads " + selector);
const clickBar = (card, index) => trigger("bar", {head: card.id.replace("head-", ""), index});
const press = (word) => {
  last = {card: word.closest(".card").id, index: word.dataset.word};
  trigger("word", {index: Number(word.dataset.word)});
};
document.addEventListener("click", (event) => {
  const word = inCards(event, ".word[role=button]");
  const bar = inCards(event, "[data-bar]"), file = sentimotion.near(event, "#take [data-file]");
  if (word) press(word);
  else if (inCards(event, "[data-put-back]")) trigger("put_back", {});
  else if (bar) clickBar(bar.closest(".card"), Number(bar.dataset.bar));
  else if (file) trigger("save", {kind: file.dataset.file});
});
document.addEventListener("keydown", (event) => {
  const word = inCards(event, ".word[role=button]");
  if (!word || event.ctrlKey || event.metaKey || event.altKey) return;
  const words = Array.from(word.closest(".sentence").querySelectorAll(".word"));
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  if (event.key === "Enter" || event.key === " ") press(word);
  else if (step) words[Math.max(0, Math.min(words.length - 1, words.indexOf(word) + step))].focus();
  else if (event.key === "Home") words[0].focus();
  else if (event.key === "End") words.at(-1).focus();
  else return;
  event.preventDefault();
});

const restoreFocus = () => {
  if (!last || document.activeElement !== document.body) return;
  const word = document.querySelector(`#${last.card} .word[data-word="${last.index}"][role=button]`);
  if (!word) return;
  word.focus();
  last = null;
};
const forwardBars = (heads) => {
  for (const chart of heads.querySelectorAll(".js-plotly-plot")) {
    const card = chart.closest(".card");
    // The bars without Plotly go once it has drawn this answer (assets/css/cards.css).
    card.toggleAttribute("data-charted", chart.layout?.meta === card.querySelector("[data-turn]")?.dataset.turn);
    if (wired.has(chart) || typeof chart.on !== "function") continue;
    wired.add(chart);
    chart.on("plotly_click", (data) => clickBar(card, data.points[0].pointNumber));
  }
};

const settle = () => {
  const heads = document.querySelector("#heads");
  if (!heads) return;
  sentimotion.receiveAnswer(heads);
  sentimotion.restoreDetails(heads);
  sentimotion.nameSliders(heads);
  sentimotion.moveLines(heads);
  restoreFocus();
  forwardBars(heads);
};
const observer = new MutationObserver(settle);

sentimotion.forwardCards = (given) => {
  trigger = given;
  sentimotion.forwardStop(given, {region: ":is(#heads, #chance, #together, #changes)"});
  sentimotion.whenMounted("#heads", (heads) => {
    observer.disconnect();
    observer.observe(heads, sentimotion.SLIDER_CHANGES);
    settle();
  });
};
// After a suggestion was accepted, its button is gone and the focus returns to the text.
sentimotion.focusText = () => document.querySelector("#text textarea").focus();
