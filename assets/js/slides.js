// What of the page the slides of a result show (stage.js), by the name that a button has in [data-present].
// A part is a CSS selector, of which the first match is shown, or columns of selectors side by side. A slide is left out
// while the page lacks one of its parts; a table or list that is too long goes on on further screens. look is a CSS
// class; along selects a slider: the slide is shown once for each of its places.

const {HEADS} = sentimotion;
const slide = (...parts) => ({parts, look: "", along: ""});
const eachHead = (partsOf) => HEADS.map((head) => slide(...partsOf(head)));
const within = (region, ...parts) => parts.map((part) => `${region} ${part}`);

const analysisOf = (head) => {
  const card = `#head-${head}`;
  const title = `${card} .decision h2`;
  return [
    slide(...within(card, ".decision", ".chart")),
    slide(title, ...within(card, ".explanation[data-label] .sentence", ".legend", ".chance")),
    slide(title, `${card} table.waterfall`),
  ];
};
// The difference of two texts for a head with both decisions side by side, then the words of both.
const comparisonOf = (head) => {
  const cards = [0, 1].map((index) => `#compare-${head}-${index}`);
  const columns = cards.map((card) => within(card, ".compare-whose", ".decision", ".chart"));
  const words = [".compare-whose", ".explanation[data-label] .sentence", ".explanation[data-label] .legend"];
  return [
    slide(`#compare-difference-${head} .compare-difference`, columns),
    slide(`${cards[0]} .decision h2`, ...cards.flatMap((card) => within(card, ...words))),
  ];
};
const SET = "#compare-set-result";
const lesson = (step, ...slides) => slides.map((parts) => ({
  parts: within(`#learn-${step}`, ...parts), look: "lesson", along: "",
}));
const path = lesson("path", ["h2", ".score"], [".walk-line p", ".chart", ".sentence", ".sum"]);
path[1].along = "#learn-path .walk input[type=range]";

sentimotion.slides = {
  analysis: [
    ...HEADS.flatMap(analysisOf),
    slide("#heads .sentence", "#between [data-pulls-apart]"),
    ...eachHead((head) => [`#chance [data-tested=${head}]`]),
    ...eachHead((head) => [`#together [data-together=${head}]`]),
    ...eachHead((head) => [`#changes [data-changes=${head}]`]),
    ...eachHead((head) => [`#stability [data-compared=${head}]`]),
  ],
  pair: HEADS.flatMap(comparisonOf),
  swap: [
    slide(...within("#swap-summary", ".compare-title", ".sentence")),
    ...eachHead((head) => [...within(`#swap-${head}`, ".compare-widest", ".chart"), "#swap-summary .on-stage"]),
    ...eachHead((head) => [`#swap-${head} .compare-table`]),
  ],
  set: [
    slide(...within(SET, ".compare-title", ".set-sentences", ".set-names")),
    slide(...within(SET, ".compare-title", ".set-how")),
    ...eachHead((head) => [`${SET} .compare-table[data-head=${head}]`]),
    slide(`${SET} .set-means`),
    slide(`${SET} .set-means-not`),
  ],
  tokens: lesson("tokens", ["h2", ".stacks", ".fact"]),
  heads: lesson("heads", ["h2", ".drawing"]),
  thresholds: lesson("thresholds", ...HEADS.map((head) => within(`#learn-head-${head}`, ".decision", ".chart"))),
  path,
  receipt: lesson("receipt", ["h2", ".figures", ".fact"]),
  doubts: lesson("doubts", ...["blanks", "methods", "full", "planted"].map((name) => [`[data-doubt=${name}]`])),
  quiz: lesson("quiz", [".fact", ".verdict-line", "[data-score]"], [".fact", ".sentence", ".legend"]),
};
