// Clicks on words, bars and exports of Analyze. Gradio has no events for them: they are forwarded as the
// events word (index), put_back, stop, save (kind), bar (head, index) of an invisible component.

let trigger = () => {};
let last = null;  // the pressed word: pressing redraws the words, and the focus returns to it
const wired = new WeakSet();

const inRows = (event) => sentimotion.near(event, "#stability .word");
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
const STEPS = {ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity};
const moveFocus = (word, step) => {
  const words = Array.from(word.closest(".sentence").querySelectorAll(".word"));
  words[Math.max(0, Math.min(words.length - 1, words.indexOf(word) + step))].focus();
};
document.addEventListener("keydown", (event) => {
  const word = inCards(event, ".word[role=button]") ?? inRows(event);
  if (!word || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in STEPS) moveFocus(word, STEPS[event.key]);
  else if (["Enter", " "].includes(event.key) && !inRows(event)) press(word);
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
  sentimotion.moveLines(heads);
  restoreFocus();
  forwardBars(heads);
};
const observer = new MutationObserver(settle);

sentimotion.forwardCards = (given) => {
  trigger = given;
  sentimotion.forwardStop(given, {region: ":is(#heads, #chance, #stability, #together, #changes)"});
  sentimotion.whenMounted("#heads", (heads) => {
    observer.disconnect();
    observer.observe(heads, {childList: true, characterData: true, subtree: true});
    settle();
  });
};
// After a suggestion was accepted, its button is gone and the focus returns to the text.
sentimotion.focusText = () => document.querySelector("#text textarea").focus();
