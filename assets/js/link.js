// What a link to the page may hold, in the fragment, which browsers do not send to any server: t text, s and e the
// thresholds of its sentiment and emotion (0 to 1), tab the name of a tab, step one of Learn. Older links have l, the
// language, for the root (assets/js/language_redirect.js).

const values = () => new URLSearchParams(location.hash.slice(1));
const PARTS = ["t", "tab", "step"];
const isLink = (held) => PARTS.some((part) => held.get(part));
// The values of the page's link, or null.
sentimotion.linked = () => (isLink(values()) ? values() : null);

// In full, as Gradio's <base> would lead a fragment alone to another path.
const setFragment = (fragment) => history.replaceState(null, "", location.pathname + location.search + fragment);
const copyLink = async (button) => {
  const fragment = "#" + new URLSearchParams({t: button.dataset.text, ...sentimotion.thresholds()});
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
addEventListener("hashchange", () => {
  if (!sentimotion.linked()) return;
  sentimotion.forgetTyped();
  location.reload();
});
