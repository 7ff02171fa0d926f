// The root leads on to the page in the language of the link, or the one chosen last, or the browser's.

const LANGUAGES = ["bn", "en"];
let chosen = null;
try { chosen = localStorage.getItem("sentimotion-language"); } catch { /* the browser keeps nothing */ }
const wanted = [
  new URLSearchParams(location.hash.slice(1)).get("l"),
  chosen,
  ...(navigator.languages ?? []).map((name) => name.split("-")[0].toLowerCase()),
];
const language = wanted.find((name) => LANGUAGES.includes(name)) ?? "en";
const root = location.origin + location.pathname.replace(/\/?$/, "/");
location.replace(root + language + location.search + location.hash);
