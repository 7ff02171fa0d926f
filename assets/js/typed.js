// What is typed and chosen survives leaving the page for the one in the other language, a reload, and the way back.
// This browser keeps it for its tab (sessionStorage), until the page is next loaded.

const KEPT = "sentimotion-typed";
const box = (selector) => document.querySelector(`${selector} textarea`)?.value;
// The box, which does not round, unless no threshold stands in it while it is typed in.
const slider = (id) => ["number", "range"].map((type) => document.querySelector(`#${id} input[type=${type}]`)?.value)
  .find((value) => share(value) !== null);
const radio = (selector) => document.querySelector(`${selector} input:checked`)?.value;
const TAB = "tab";
const LINKED = "t";
const selectedTab = () =>
  document.querySelector("#tabs [role=tab][aria-selected=true]")?.dataset.tabId.replace(/-tab$/, "");
// In the order of the inputs of the page's load event. Its outputs begin with the tab, with whether a text or a
// threshold is restored, which is then analyzed, and a step of the lesson, which is then shown. Parts that were never
// opened have no elements, and keep the values that they begin with.
const FIELDS = {
  t: () => box("#text"),
  s: () => slider("threshold-sentiment"),
  e: () => slider("threshold-emotion"),
  one: () => box("#compare-text-0"),
  other: () => box("#compare-text-1"),
  swap: () => box("#swap-text"),
  words: () => box("#swap-alternatives"),
  lesson: () => box("#learn-text"),
  step: () => radio("#learn-steps"),
  head: () => radio("#learn-head"),
};
const THRESHOLDS = ["s", "e"];
const STEPS = ["tokens", "heads", "thresholds", "path", "receipt", "doubts", "quiz"];
const MENUS = {step: STEPS, head: sentimotion.HEADS};
let isForgotten = false;
let language = "";

const typed = (names) => {
  const values = names.map((name) => [name, name === TAB ? selectedTab() : FIELDS[name]()]);
  return new URLSearchParams(values.filter(([, value]) => value));
};
sentimotion.thresholds = () => Object.fromEntries(typed(THRESHOLDS));
sentimotion.typedFragment = () => "#" + typed([TAB, LINKED, ...THRESHOLDS, "step"]);
// Returns whether the browser keeps it.
sentimotion.keepTyped = (goingTo = "") => {
  language = goingTo;
  const kept = typed([TAB, ...Object.keys(FIELDS)]);
  if (language) kept.set("for", language);
  sentimotion.store("sessionStorage", KEPT, kept.toString());
  return sentimotion.readStored("sessionStorage", KEPT) === kept.toString();
};
sentimotion.forgetTyped = () => { isForgotten = true; };
addEventListener("pagehide", () => {
  if (isForgotten) sentimotion.store("sessionStorage", KEPT, null);
  else sentimotion.keepTyped(language);
});

// A visitor who opens the page anew, in a tab that has shown it before, begins anew.
const takeTyped = () => {
  const kept = new URLSearchParams(sentimotion.readStored("sessionStorage", KEPT) ?? "");
  sentimotion.store("sessionStorage", KEPT, null);
  const isAnew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
  return isAnew && kept.get("for") !== document.documentElement.lang ? new URLSearchParams() : kept;
};
const share = (text) => {
  const number = parseFloat(text);
  return number >= 0 && number <= 1 ? number : null;
};
// The values that the page begins with: those kept, or of the link, or those given.
sentimotion.restoreTyped = (...given) => {
  const kept = takeTyped();
  const restored = [...kept].length ? kept : sentimotion.linked() ?? kept;
  const tab = restored.get(TAB);
  const isTab = tab && document.querySelector(`#tabs [data-tab-id="${CSS.escape(tab)}-tab"]`);
  const values = Object.keys(FIELDS).map((name, index) => {
    const value = restored.get(name);
    if (!value) return given[index];
    if (MENUS[name]) return MENUS[name].includes(value) ? {...given[index], value} : given[index];
    return THRESHOLDS.includes(name) ? share(value) ?? given[index] : value;
  });
  const isLesson = restored.get("lesson") || STEPS.includes(restored.get("step"));
  const isAnswer = [LINKED, ...THRESHOLDS].some((name) => restored.get(name));
  const flags = [isAnswer, isLesson].map((isRestored) => (isRestored ? "restored" : ""));
  return [isTab ? {__type__: "update", selected: `${tab}-tab`} : {__type__: "update"}, ...flags, ...values];
};
// What no load of the page brings back, as the names in #leave.
const LOST = {
  file: () => document.querySelector("#score-choice [data-chosen]"),
  comparison: () => document.querySelector("#compare-pair-result .decision, #swap-result [data-label], .compare-set"),
  quiz: () => document.querySelector("#quiz [data-score]:not([data-score$='/0'])"),
  // Not Analyze's and Learn's: there, the same begins again.
  work: () => document.querySelector(`${["#score-status", "#score-report-status", "#swap-meter", "#compare-set-result",
    "#quiz"].map((part) => `${part} .meter`)}, #compare-pair-result [aria-busy=true]`),
};
sentimotion.lostOnLeave = () => Object.keys(LOST).filter((name) => LOST[name]());
