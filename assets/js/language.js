// The page's language, and the links to the page in the other one, and to the one on which the embedded model answers.

const KEY = "sentimotion-language";  // the language chosen last; assets/js/language_redirect.js reads it
// Gradio's own page is in English, whatever is on it.
document.documentElement.lang = (window.gradio_config?.current_page || "en").split("-")[0];

const LINKS = "#language a, [data-error] a[data-page]";
const addressOf = (link) => link.dataset.page + location.search;
const isElsewhere = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;

const leave = (link) => {
  // Where the browser keeps nothing, the link itself holds what is typed.
  const isKept = sentimotion.keepTyped(link.dataset.language);
  location.assign(addressOf(link) + (isKept ? "" : sentimotion.typedFragment()));
};
// What a load of the page would lose is asked about first.
const ask = (link, lost) => {
  const dialog = document.querySelector("#leave dialog");
  for (const line of dialog.querySelectorAll("[data-lost]")) line.hidden = !lost.includes(line.dataset.lost);
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "leave") leave(link);
    else link.focus();
  }, {once: true});
  dialog.returnValue = "";
  dialog.showModal();
};
const follow = (event) => {
  const link = sentimotion.near(event, LINKS);
  if (!link) return;
  sentimotion.store("localStorage", KEY, link.dataset.language);
  if (isElsewhere(event)) {
    link.href = addressOf(link) + sentimotion.typedFragment();
    return;
  }
  event.preventDefault();
  if (link.hasAttribute("aria-current")) return;
  const lost = sentimotion.lostOnLeave();
  if (lost.length) ask(link, lost);
  else leave(link);
};
document.addEventListener("click", follow);
document.addEventListener("auxclick", follow);
document.addEventListener("contextmenu", (event) => {
  const link = sentimotion.near(event, LINKS);
  if (link) link.href = addressOf(link) + sentimotion.typedFragment();
});
