// The link to a result: text, thresholds and language in the fragment, which browsers do not send to any server.

const values = () => new URLSearchParams(location.hash.slice(1));
const isLinked = () => Boolean(values().get("t"));
const share = (text) => {
  const number = parseFloat(text);
  return number >= 0 && number <= 1 ? number : null;
};

// Text and thresholds of the link, or those given if the address has none.
sentimotion.readLink = (text, sentiment, emotion) => {
  if (!isLinked()) return [text, sentiment, emotion];
  const linked = values();
  return [linked.get("t"), share(linked.get("s")) ?? sentiment, share(linked.get("e")) ?? emotion];
};
// The text to analyze after loading, the first time: none without a link, as the visitor may have begun typing.
sentimotion.linkedText = (state, turn, language, text, ...rest) =>
  [state, turn, language, isLinked() ? text : "", ...rest];
sentimotion.linkedLanguage = () => values().get("l");
sentimotion.linkLanguage = (language) => {
  const linked = values();
  if (!linked.get("l")) return;
  linked.set("l", language);
  history.replaceState(null, "", "#" + linked);
};

const fragmentOf = (text) => {
  const settings = {t: text, l: document.documentElement.lang};
  for (const [key, head] of [["s", "sentiment"], ["e", "emotion"]]) {
    settings[key] = document.querySelector(`#threshold-${head} input[type=range]`).value;
  }
  return new URLSearchParams(settings).toString();
};
const copyLink = async (button) => {
  history.replaceState(null, "", "#" + fragmentOf(button.dataset.text));
  const note = document.querySelector("#take [role=status]");
  try {
    await navigator.clipboard.writeText(location.href);
    note.textContent = button.dataset.copied;
  } catch {
    note.textContent = button.dataset.shown;
  }
};
document.addEventListener("click", (event) => {
  const button = sentimotion.near(event, "[data-copy-link]");
  if (button) copyLink(button);
});
// Another link entered in the address bar of an open page.
addEventListener("hashchange", () => { if (isLinked()) location.reload(); });
