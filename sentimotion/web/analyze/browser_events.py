"""Forward clicks inside custom HTML and Plotly charts to Gradio events."""

from typing import Final

import gradio as gr

# Gradio has no events for clicks on a chart's bars or on words; this script listens for them.
# A click replaces the words, so the script restores the focus and keeps an open waterfall open.
_SCRIPT: Final = """
const within = (event, selector) => event.target.closest && event.target.closest("#heads " + selector);
let last = null;
const press = (word) => {
  last = {card: word.closest(".card").id, index: word.dataset.word};
  trigger("word", {index: Number(word.dataset.word)});
};
document.addEventListener("click", (event) => {
  const word = within(event, ".word[role=button]");
  if (word) press(word);
  else if (within(event, "[data-put-back]")) trigger("put_back", {});
  else if (event.detail === 0 && within(event, "[data-stop]")) trigger("stop", {});
  const file = event.target.closest && event.target.closest("#take [data-file]");
  if (file) trigger("save", {kind: file.dataset.file});
});
// Drawn anew with each step of the progress: a press may not end on the button that it began on.
document.addEventListener("pointerdown", (event) => {
  if (within(event, "[data-stop]")) trigger("stop", {});
});
document.addEventListener("keydown", (event) => {
  const word = within(event, ".word[role=button]");
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
const opened = new Set();
document.addEventListener("toggle", (event) => {
  const name = event.target.dataset && event.target.dataset.keep;
  if (name && event.target.isConnected) opened[event.target.open ? "add" : "delete"](name);
}, true);
const wired = new WeakSet();
new MutationObserver(() => {
  for (const details of document.querySelectorAll("details[data-keep]:not([data-seen])")) {
    details.dataset.seen = "";
    details.open = opened.has(details.dataset.keep);
  }
  if (last && document.activeElement === document.body) {
    const word = document.querySelector(`#${last.card} .word[data-word="${last.index}"][role=button]`);
    if (word) { word.focus(); last = null; }
  }
  for (const chart of document.querySelectorAll("#heads .js-plotly-plot")) {
    if (wired.has(chart) || typeof chart.on !== "function") continue;
    wired.add(chart);
    const head = chart.closest(".card").id.replace("head-", "");
    chart.on("plotly_click", (data) => trigger("bar", {head, index: data.points[0].pointNumber}));
  }
}).observe(document.body, {childList: true, subtree: true});
"""


def build_browser_events() -> gr.HTML:
    """Invisible component with the events word (index), put_back, stop, save (kind), bar (head, index)."""
    return gr.HTML("", js_on_load=_SCRIPT, elem_id="ears")
