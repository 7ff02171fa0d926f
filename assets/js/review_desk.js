// Review, the desk: forwards keys and buttons as the event act (do, project, name, assignment, one label per head,
// note) of an invisible component. One action at a time: keys are ignored until the response arrives, so that none
// applies to the next text. Chosen labels, an unfinished note and the annotator are stored in the browser tab, to
// survive a reload or a change of language.

const SEAT = "sentimotion-review-seat", DRAFT = "sentimotion-review-draft", PATIENCE = 8000;
const keep = (key, value) =>
  sentimotion.store("sessionStorage", key, value === null ? null : JSON.stringify(value));
const kept = (key) => JSON.parse(sentimotion.readStored("sessionStorage", key));
const desk = () => document.querySelector("#review-desk .review-desk");
const radios = (at) => Array.from(at.querySelectorAll("input[type=radio]"));
const noteOf = (at) => at.querySelector("textarea");
const chosen = (at) => Object.fromEntries(
  radios(at).filter((one) => one.checked).map((one) => [one.name.replace("review-", ""), one.value]));
const isStill = (at) => at.dataset.stage === "decided" && !("changing" in at.dataset);
let sentAt = -PATIENCE, shownTurn = "", drawn = "";
let trigger = () => {};

const send = (what) => {
  const at = desk();
  if (!at || performance.now() - sentAt < PATIENCE) return;
  sentAt = performance.now();
  at.setAttribute("aria-busy", "true");
  const {project, name, assignment} = at.dataset;
  const note = noteOf(at) ? noteOf(at).value : "";
  trigger("act", {do: what, project, name, assignment: Number(assignment) || null, ...chosen(at), note});
};
const change = (at) => {
  at.dataset.changing = "";
  for (const fieldset of at.querySelectorAll("fieldset")) fieldset.disabled = false;
  noteOf(at).readOnly = false;
};
const leaveChange = (at) => {
  delete at.dataset.changing;
  reset(at);
  for (const fieldset of at.querySelectorAll("fieldset")) fieldset.disabled = true;
  noteOf(at).readOnly = true;
  keep(DRAFT, null);
};
const draw = (at) => {
  const {assignment, stage} = at.dataset;
  keep(DRAFT, {assignment, stage, labels: chosen(at), note: noteOf(at).value});
};
const press = (what) => {
  const at = desk();
  if (what !== "change") return send(what);
  change(at);
  at.focus({preventScroll: true});
};

document.addEventListener("click", (event) => {
  const button = sentimotion.near(event, "#review-desk [data-do]");
  if (button) press(button.dataset.do);
});
document.addEventListener("input", (event) => {
  if (sentimotion.near(event, "#review-desk")) draw(desk());
});

// Independent of the keyboard layout: Bangla digits count as digits, other Bangla keys by their position. Some keyboards
// on a screen, and some input methods, have no positions; then a letter counts as the key that sounds like it.
const SOUNDS = {"া": "a", "আ": "a", "ব": "b", "চ": "c", "ন": "n", "স": "s"};
const nameOf = (event) => {
  if (event.key.length > 1) return event.key;
  if (/[a-z0-9]/i.test(event.key)) return event.key.toLowerCase();
  const digit = "০১২৩৪৫৬৭৮৯".indexOf(event.key);
  if (digit >= 0) return String(digit);
  return event.code ? event.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase() : SOUNDS[event.key] ?? "";
};
const choose = (at, number) => {
  const radio = radios(at)[number - 1];
  if (!radio) return false;
  if (isStill(at)) change(at);
  // Pressed again, the choice is cleared and the model's label applies.
  radio.checked = !radio.checked || at.dataset.stage === "decided";
  draw(at);
  return true;
};
const writeNote = (at) => {
  if (isStill(at)) change(at);
  noteOf(at).focus();
};
// What each key does, by what the desk shows. Also for the text decided last.
const ALWAYS = {b: () => send("back"), Backspace: () => send("back")};
const NEXT = {Enter: () => send("next")};
const DECIDE = {Enter: () => send("decide"), a: () => send("decide"), n: writeNote};
const KEYS = {
  done: NEXT,
  still: {...NEXT, c: change, n: writeNote},
  deciding: {...DECIDE, s: () => send("skip")},
  decided: {...DECIDE, Escape: leaveChange},
};
// Whether the key means something here.
const answer = (at, key) => {
  if (/^[1-9]$/.test(key)) return choose(at, Number(key));
  const act = {...ALWAYS, ...KEYS[isStill(at) ? "still" : at.dataset.stage]}[key];
  if (!act) return false;
  act(at);
  return true;
};
const answerInNote = (at, event) => {
  const isSent = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isStill(at);
  if (event.key === "Escape") at.focus({preventScroll: true});
  else if (isSent) send("decide");
  return isSent || event.key === "Escape";
};
// A key that belongs to what has the focus: to another part of the page, a box, a button.
const isTaken = (event) => {
  if (event.ctrlKey || event.metaKey || event.repeat) return true;
  const target = event.target;
  if (target !== document.body && !target.closest("#review-annotate, [role=tab]")) return true;
  return target.closest("input:not([type=radio]), textarea, select")
    || (event.key === "Enter" && target.closest("button, a, summary"));
};
document.addEventListener("keydown", (event) => {
  const at = desk();
  if (!at || !sentimotion.isVisible(at) || event.isComposing || event.altKey) return;
  const isAnswer = event.target === noteOf(at)
    ? answerInNote(at, event) : !isTaken(event) && answer(at, nameOf(event));
  if (isAnswer) event.preventDefault();
});

// Gradio updates elements in place, which keeps the choices for the previous text: reset them.
const reset = (at) => {
  for (const one of radios(at)) one.checked = one.defaultChecked;
  if (noteOf(at)) noteOf(at).value = noteOf(at).defaultValue;
};
// Colors of another text than the desk's are not shown.
const matchColors = (at) => {
  const place = document.querySelector("#review-colors"), colors = place?.querySelector(".review-colors");
  const isShown = at && colors && at.dataset.stage === "decided";
  place?.toggleAttribute("data-matching", Boolean(isShown && at.dataset.assignment === colors.dataset.assignment));
};
const restoreDraft = (at) => {
  const {assignment, stage} = at.dataset, draft = kept(DRAFT);
  if (!assignment || draft?.assignment !== assignment || draft.stage !== stage) return keep(DRAFT, null);
  if (stage === "decided") change(at);
  for (const one of radios(at)) one.checked = draft.labels[one.name.replace("review-", "")] === one.value;
  noteOf(at).value = draft.note;
};
const settle = () => {
  const annotate = document.querySelector("#review-annotate"), at = desk();
  if (annotate) sentimotion.restoreDetails(annotate);
  matchColors(at);
  if (!at || drawn === at.dataset.turn + at.lang) return;
  drawn = at.dataset.turn + at.lang;
  keep(SEAT, {project: at.dataset.project, name: at.dataset.name});
  reset(at);
  restoreDraft(at);
  if (at.dataset.turn === shownTurn) return;
  shownTurn = at.dataset.turn;
  sentAt = -PATIENCE;
  at.focus({preventScroll: true});
  if (at.getBoundingClientRect().top < 0) at.scrollIntoView({block: "start"});
};
const observer = new MutationObserver(settle);

sentimotion.forwardDesk = (given) => {
  trigger = given;
  sentimotion.whenMounted("#review-annotate", (desks) => {
    observer.disconnect();
    observer.observe(desks, {
      childList: true, subtree: true, attributeFilter: ["data-turn", "data-stage", "data-assignment", "lang"],
    });
    settle();
  });
};
// The annotator stored before a reload, as an input of an event.
sentimotion.storedAnnotator = (state, turn, _, ...rest) =>
  [state, turn, sentimotion.readStored("sessionStorage", SEAT) || "", ...rest];
