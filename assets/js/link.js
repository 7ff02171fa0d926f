// The link to a result: text, thresholds and language in the fragment, which browsers do not send to any server.

const values = () => new URLSearchParams(location.hash.slice(1));
// In full, as Gradio's <base> would lead a fragment alone to another path.
const setFragment = (fragment) => history.replaceState(null, "", location.pathname + location.search + fragment);
const isLinked = () => Boolean(values().get("t"));
const share = (text) => {
  const number = parseFloat(text);
  return number >= 0 && number <= 1 ? number : null;
};

// What is typed, over a reload of the page that the visitor did not ask for: Gradio reloads it after a lost connection.
const KEPT = "sentimotion-typed";
const threshold = (head) => document.querySelector(`#threshold-${head} input[type=range]`)?.value ?? "";
sentimotion.keepTyped = () => {
  const text = document.querySelector("#text textarea")?.value;
  if (!text) return;
  const typed = {t: text, s: threshold("sentiment"), e: threshold("emotion")};
  sentimotion.store("sessionStorage", KEPT, new URLSearchParams(typed).toString());
};
const takeTyped = () => {
  const typed = sentimotion.readStored("sessionStorage", KEPT);
  sentimotion.store("sessionStorage", KEPT, null);
  return typed && new URLSearchParams(typed);
};

// Text and thresholds kept over a reload, or of the link, or those given.
sentimotion.readLink = (text, sentiment, emotion) => {
  const linked = takeTyped() ?? (isLinked() ? values() : null);
  if (!linked) return [text, sentiment, emotion];
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
  setFragment("#" + linked);
};

const fragmentOf = (text) => {
  const settings = {t: text, l: document.documentElement.lang};
  for (const [key, head] of [["s", "sentiment"], ["e", "emotion"]]) {
    settings[key] = threshold(head);
  }
  return new URLSearchParams(settings).toString();
};
const copyLink = async (button) => {
  const fragment = "#" + fragmentOf(button.dataset.text);
  setFragment(fragment);
  // Without the query, which may hold a secret, such as that of a private Space.
  const link = location.origin + location.pathname + fragment;
  const note = document.querySelector("#take [role=status]");
  try {
    await navigator.clipboard.writeText(link);
    note.textContent = button.dataset.copied;
  } catch {
    // A frame may not write to the clipboard, and the address bar has the address of the page around it.
    const field = Object.assign(document.createElement("input"), {readOnly: true, value: link});
    field.setAttribute("aria-label", button.textContent);
    note.replaceChildren(button.dataset.shown + " ", field);
    field.focus();
    field.select();
  }
};
document.addEventListener("click", (event) => {
  const button = sentimotion.near(event, "[data-copy-link]");
  if (button) copyLink(button);
});
// Another link entered in the address bar of an open page.
addEventListener("hashchange", () => { if (isLinked()) location.reload(); });
