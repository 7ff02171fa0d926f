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
let sentAt = -PATIENCE, turn = "", drawn = "";
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
const answer = (at, key) => {
  const stage = at.dataset.stage, still = isStill(at);
  if (/^[1-9]$/.test(key)) return choose(at, Number(key));
  if (key === "b" || key === "Backspace") return send("back") || true;
  if (stage === "done") return key === "Enter" && (send("next") || true);
  if (key === "n") {
    if (still) change(at);
    return noteOf(at).focus() || true;
  }
  if (still) {
    if (key === "Enter") return send("next") || true;
    return key === "c" && (change(at) || true);
  }
  if (key === "Enter" || key === "a") return send("decide") || true;
  if (key === "s" && stage === "deciding") return send("skip") || true;
  return key === "Escape" && stage === "decided" && (leaveChange(at) || true);
};
document.addEventListener("keydown", (event) => {
  const at = desk(), target = event.target;
  if (!at || !sentimotion.isVisible(at) || event.isComposing || event.altKey) return;
  if (target === noteOf(at)) {
    if (event.key === "Escape") at.focus({preventScroll: true});
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isStill(at)) send("decide");
    else return;
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.repeat) return;
  const isHere = target === document.body || target.closest("#review-annotate, [role=tab]");
  if (!isHere || target.closest("input:not([type=radio]), textarea, select, [role=listbox]")) return;
  if (event.key === "Enter" && target.closest("button, a, summary")) return;
  if (answer(at, nameOf(event))) event.preventDefault();
});

// Gradio updates elements in place, which keeps the choices for the previous text: reset them.
const reset = (at) => {
  for (const one of radios(at)) one.checked = one.defaultChecked;
  if (noteOf(at)) noteOf(at).value = noteOf(at).defaultValue;
};
const settle = () => {
  const annotate = document.querySelector("#review-annotate");
  if (annotate) sentimotion.restoreDetails(annotate);
  const at = desk(), colors = document.querySelector("#review-colors .review-colors");
  const place = document.querySelector("#review-colors");
  if (place) {
    const isShown = at !== null && colors !== null && at.dataset.stage === "decided";
    place.toggleAttribute("data-matching", isShown && at.dataset.assignment === colors.dataset.assignment);
  }
  if (!at || drawn === at.dataset.turn + at.lang) return;
  drawn = at.dataset.turn + at.lang;
  const {project, name, assignment, stage} = at.dataset;
  keep(SEAT, {project, name});
  reset(at);
  const draft = kept(DRAFT);
  if (assignment && draft && draft.assignment === assignment && draft.stage === stage) {
    if (stage === "decided") change(at);
    for (const one of radios(at)) one.checked = draft.labels[one.name.replace("review-", "")] === one.value;
    noteOf(at).value = draft.note;
  } else keep(DRAFT, null);
  if (at.dataset.turn === turn) return;
  turn = at.dataset.turn;
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
sentimotion.storedAnnotator = (state, turn, kept, ...rest) =>
  [state, turn, sentimotion.readStored("sessionStorage", SEAT) || "", ...rest];
