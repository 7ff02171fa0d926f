"""What can be checked of whatever the page shows: its language, its contrast, what keeps someone out."""

import re

from axe_playwright_python.sync_playwright import Axe

from tests.sentimotion.i18n.latin_names import without_names
from tests.sentimotion.web.contrast import contrast

# Beside the names in sentences; "English" is the name of the other language.
_NAMES = ("English", "CPU", "CUDA", "MPS")

# All that is read or read out: visible text, and the names of things for a screen reader. Left out: what the
# visitor typed, and the command to copy.
_READ = """() => {
  const skipped = "code, .sentence, script, style, noscript";
  const seen = (element) => element.checkVisibility({visibilityProperty: true}) && !element.closest(skipped);
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.textContent.trim() && seen(node.parentElement)) texts.push(node.textContent.trim());
  }
  const names = ["placeholder", "aria-label", "aria-description", "title", "alt", "data-tip"];
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join())) {
    const isSaid = element.matches("[data-word]") || seen(element);
    for (const name of names) {
      if (isSaid && element.hasAttribute(name)) texts.push(element.getAttribute(name));
    }
  }
  return texts;
}"""

# A canvas lays the backgrounds of an element's ancestors over each other as the screen does, then the text.
COLORS = """(element) => {
  const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const paint = (color) => { context.fillStyle = color; context.fillRect(0, 0, 1, 1); };
  const read = () => Array.from(context.getImageData(0, 0, 1, 1).data).slice(0, 3);
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at));
  paint("white");
  layers.forEach((style) => paint(style.backgroundColor));
  const background = read();
  paint(layers.at(-1).color);
  return [read(), background];
}"""


def read(visitor):
    return visitor.page.evaluate(_READ)


def english_words(texts):
    return [text for text in texts if re.search(r"[A-Za-z]", without_names(text, *_NAMES))]


def latin_digits(texts):
    return [text for text in texts if re.search(r"[0-9]", without_names(text, *_NAMES))]


def is_name(text):
    """Whether a text is only names and marks, which are the same in every language."""
    return not re.search(r"\w", without_names(text, *_NAMES))


def contrasts(locator):
    return [contrast(*colors) for colors in locator.evaluate_all(f"(elements) => elements.map({COLORS})")]


def serious(page, exclude=()):
    """Violations that keep someone out: the rule, and where it is broken."""
    context = {"exclude": [[selector] for selector in exclude]}
    # What passes is of no interest, and there is much of it.
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
