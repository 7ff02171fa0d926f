"""What visitors do on the tabs, for the tests of several files."""

import re

from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, say
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.analyze.examples import read_examples
from tests.browser.driver.visitor import PATIENCE

# The sentence with whose answer the page begins.
(FIRST,) = (example["text"] for example in read_examples() if example.get("begins"))
ONE, OTHER = "রান্নাটা আমার খুব ভালো লেগেছে।", "রান্নাটা আমার একদম ভালো লাগেনি।"
# What stands in files that are scored; the last cannot be.
FILE_TEXTS = [
    "খাবারটা দারুণ ছিল, আবার আসব।",
    "এত বাজে সেবা জীবনে দেখিনি!",
    "আগামীকাল অফিস সকাল নয়টায় খুলবে।",
    "<b>রাতে</b> একা ফিরতে ভয় লাগে।",
    "",
]


# A frame after a part is first shown, Gradio (6.31) gives its fields once more what they begin with:
# sooner than anybody types, but not sooner than a test.
_FIRST_FRAMES = """() => new Promise((done) => {
  const after = (frames) => (frames ? requestAnimationFrame(() => after(frames - 1)) : done());
  after(3);
})"""


def press_tab(tab):
    """Click a tab or a part's tab, and wait until what is typed there stays."""
    tab.click()
    tab.page.evaluate(_FIRST_FRAMES)


def open_tab(visitor, name, language):
    """Go to a tab by its name among the strings."""
    press_tab(visitor.page.get_by_role("tab", name=STRINGS[f"tab_{name}"][language], exact=True))


def click_bar(visitor, head, label):
    """Click in a label's row, right of its bar: even a bar of nothing can be asked about."""
    chart = visitor.card(head).locator(".js-plotly-plot")
    chart.scroll_into_view_if_needed()
    bar = chart.locator(".barlayer .point path").nth(LABELS[head].index(label)).bounding_box()
    plot = chart.locator(".nsewdrag").bounding_box()
    visitor.page.mouse.click(plot["x"] + plot["width"] / 2, bar["y"] + bar["height"] / 2, delay=50)


def open_compare(visitor, part="pair"):
    """Go to one of the tab's parts. The tab by its place: its name is in either language."""
    press_tab(visitor.page.get_by_role("tab").nth(1))
    visitor.page.locator("#compare-pair").wait_for()
    return open_part(visitor.page, part)


def open_part(page, part):
    """Go to another part of Compare: ``pair``, ``swap`` or ``set``."""
    press_tab(page.locator(f"#compare-{part}-part-button"))
    return page


def run_example(page, part, number):
    """Press one of the examples of a part of Compare."""
    open_part(page, part)
    page.locator(f"#compare-{part}-examples button").nth(number).click()


def box(page, name):
    return page.locator(f"#{name} textarea")


def compare(page, one=ONE, other=OTHER):
    box(page, "compare-text-0").fill(one)
    box(page, "compare-text-1").fill(other)
    page.locator("#compare-pair").click()


def wait_for_comparison(page):
    for head in HEADS:
        for index in (0, 1):
            card = page.locator(f"#compare-{head}-{index}")
            expect(card.locator("[data-converged]")).to_have_count(1, timeout=PATIENCE)


def learn(visitor, language="en"):
    press_tab(visitor.page.get_by_role("tab", name=say("tab_learn", language)))
    visitor.page.locator("#learn-tokens [data-step=tokens]").wait_for()


def turn_to(visitor, step):
    visitor.page.locator(f"#learn-steps input[value={step}]").check()
    # The heading comes with the answer, not while it is on its way.
    visitor.page.locator(f"#learn-panels [data-step={step}] h2").wait_for()
    if step == "path":
        visitor.page.locator("#learn-path-chart .main-svg").first.wait_for()


def stop_at_once(page, region):
    """Have the button that stops a region's work pressed as soon as it is there: the work is soon over."""
    page.evaluate(
        """(region) => new MutationObserver((_, observer) => {
          const stop = document.querySelector(`${region} [data-stop]`);
          if (stop) { observer.disconnect(); stop.click(); }
        }).observe(document.body, {childList: true, subtree: true})""",
        region,
    )


def score_tab(page):
    return page.get_by_role("tab", name=re.compile("|".join(STRINGS["tab_score"].values())))


def open_score(visitor):
    """Go to the tab, whatever the page's language."""
    press_tab(score_tab(visitor.page))
    visitor.page.locator(".file-button").wait_for()
    return visitor.page


def choose_file(page, file):
    # Until the one before has been received, a visitor can choose none; set_input_files() would not wait.
    expect(page.locator("#score-file")).to_be_enabled(timeout=PATIENCE)
    page.locator("#score-file").set_input_files(file)


def long_file(n_rows):
    """A CSV file of as many rows, each another text."""
    lines = "".join(f"{FILE_TEXTS[index % 4]} {index}\n" for index in range(n_rows))
    return {
        "name": "long.csv",
        "mimeType": "text/csv",
        "buffer": ("text\n" + lines.replace(",", "")).encode(),
    }
