// Analyze: the report of a visitor who disagrees. It is written here, shown in full, and copied or opened as a discussion
// by the visitor; nothing is sent.

// Longer addresses are refused on the way to the hub; a Bangla letter takes nine characters of them.
const LONGEST_ADDRESS = 7000;

// A fence that no line of the text closes: the text may hold Markdown.
const fenced = (text) => {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/gu), ([marks]) => marks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
};
const bangla = (text) => Object.assign(document.createElement("span"), {lang: "bn", textContent: fenced(text)});
// What is reported of the answer: its text, and what the model says. It comes with the button.
let answered = "";
// The paragraphs, each a string or an element, which says that it is Bangla.
const reportOf = (dialog) => {
  const {text, said} = JSON.parse(answered);
  const views = Array.from(dialog.querySelectorAll("select"), (select) => select.selectedOptions[0].dataset.line);
  const why = dialog.querySelector("textarea");
  const because = why.value.trim() ? [why.dataset.why, bangla(why.value.trim())] : [];
  return [bangla(text), ...said, ...views, ...because].filter(Boolean);
};
const write = (dialog) => {
  const link = dialog.querySelector("[data-discussions]"), note = dialog.querySelector("[role=status]");
  const written = dialog.querySelector(".written");
  written.replaceChildren(...reportOf(dialog).flatMap((paragraph) => ["\n\n", paragraph]).slice(1));
  note.textContent = "";
  if (!link) return;
  const {discussions, title} = link.dataset;
  const address = `${discussions}?${new URLSearchParams({title, description: written.textContent})}`;
  const isTooLong = address.length > LONGEST_ADDRESS;
  link.href = isTooLong ? `${discussions}?${new URLSearchParams({title})}` : address;
  if (isTooLong) note.textContent = note.dataset.tooLong;
};
const copy = async (button) => {
  const dialog = button.closest("dialog"), written = dialog.querySelector(".written");
  const note = dialog.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(written.textContent);
    note.textContent = button.dataset.copied;
  } catch {
    // A frame may not write to the clipboard.
    getSelection().selectAllChildren(written);
    note.textContent = button.dataset.select;
  }
};
document.addEventListener("click", (event) => {
  const open = sentimotion.near(event, "[data-disagree]"), copied = sentimotion.near(event, "[data-copy-report]");
  if (open) {
    const dialog = document.querySelector("dialog.disagreement");
    // What the visitor thought of another answer.
    if (open.dataset.disagree !== answered) dialog.querySelector("form").reset();
    answered = open.dataset.disagree;
    write(dialog);
    dialog.showModal();
  } else if (copied) copy(copied);
});
document.addEventListener("input", (event) => {
  const dialog = sentimotion.near(event, "dialog.disagreement");
  if (dialog) write(dialog);
});
