// The page's language: that of the link, else the one chosen before, which this browser keeps.

const KEY = "sentimotion-language";
let chosen = "";

sentimotion.requestedLanguage = () =>
  [sentimotion.linkedLanguage() || sentimotion.readStored("localStorage", KEY) || ""];
// The server's answer to the page's first request may come after the visitor's own choice.
sentimotion.applyLanguage = (requested) => {
  const language = chosen || requested;
  document.documentElement.lang = language;
  return language;
};
// At once, not when the page has been translated: by then the visitor may have left it.
document.addEventListener("change", (event) => {
  if (!sentimotion.near(event, "#language")) return;
  chosen = event.target.value;
  document.documentElement.lang = chosen;
  sentimotion.linkLanguage(chosen);
  sentimotion.store("localStorage", KEY, chosen);
});
