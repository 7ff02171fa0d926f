"""A visitor's stories on the tabs Compare, Learn, Score and About, from end to end, in either language."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sentimotion.explanations.counterfactuals import label_ranges
from sentimotion.i18n.messages import STRINGS, count, head_name, label_name, percent, say, signed
from sentimotion.labels import HEADS, LABELS
from sentimotion.web.compare.templates import read_templates
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.learn.lesson import STEPS
from tests.browser.driver.shots import assert_speaks, keep
from tests.browser.driver.steps import open_part, open_tab, run_example
from tests.browser.driver.visitor import PATIENCE

pytestmark = pytest.mark.browser

CALM, FURIOUS = "বাসটা আজ একটু দেরিতে এসেছে।", "বাসটা আজও দেরিতে এসেছে, জঘন্য সেবা!"
SWAPPED, WORD = "কাল বিকেলে তানিয়া মাঠে খেলা দেখতে যাবে।", 2
OTHERS = ("সুব্রত", "মারিয়া", "রফিক")
OWN = "পরীক্ষার ফল দেখে মা কেঁদে ফেললেন, আনন্দে।"
ROWS = ("চা-টা দারুণ হয়েছে!", "তিন ঘণ্টা ধরে বিদ্যুৎ নেই, অসহ্য।", "সভা শুরু হবে বেলা এগারোটায়।")
FILE = {
    "name": "মতামত.csv",
    "mimeType": "text/csv",
    "buffer": ("নং,লেখা\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(ROWS, 1))).encode(),
}


@pytest.mark.slow
def test_two_texts_are_compared(stay, language, served, explained):
    open_tab(stay, "compare", language)
    page = stay.page
    for index, text in enumerate((CALM, FURIOUS)):
        page.locator(f"#compare-text-{index} textarea").fill(text)
    page.locator("#compare-pair").click()
    predictions = served.predict_batch([CALM, FURIOUS])
    for head in HEADS:
        one, other = (prediction.decision(head).label for prediction in predictions)
        names = {"one": label_name(one, language), "other": label_name(other, language)}
        said = say("pair_decision_changed", language, **names)
        if one == other:
            said = say("pair_decision_same", language, label=names["one"])
        expect(page.locator(f"#compare-difference-{head}")).to_contain_text(said, timeout=PATIENCE)
        for index, text in enumerate((CALM, FURIOUS)):
            card = page.locator(f"#compare-{head}-{index}")
            expect(card.locator("[data-converged]")).to_have_count(1, timeout=PATIENCE)
            expect(card.locator(".verdict")).to_contain_text(names["other" if index else "one"])
            expect(card.locator("[data-word]")).to_have_count(len(explained(text)[head].words))
    assert_speaks(stay, language)
    keep(stay, "compare", language, phone=True)


@pytest.mark.slow
def test_a_word_is_swapped(stay, language, served):
    """Every label's probability over the swaps, and between which words it moves."""
    open_tab(stay, "compare", language)
    page = stay.page
    open_part(page, "swap")
    page.locator("#swap-text textarea").fill(SWAPPED)
    page.locator("#swap-read").click()
    page.locator("#swap-words button").nth(WORD).click()
    expect(page.locator("#swap-chosen")).to_contain_text("“তানিয়া”", timeout=PATIENCE)
    page.locator("#swap-alternatives textarea").fill("\n".join(OTHERS))
    page.locator("#swap-run").click()
    page.locator("#swap-emotion tr[data-label=fear]").wait_for()
    words = ("তানিয়া", *OTHERS)
    found = served.predict_batch([SWAPPED.replace("তানিয়া", word) for word in words])
    for moved in label_ranges([prediction.probabilities for prediction in found]):
        row = page.locator(f"#swap-{moved.head} tr[data-label={moved.label}]")
        expect(row).to_contain_text(label_name(moved.label, language))
        for share, at in ((moved.lowest, moved.lowest_at), (moved.highest, moved.highest_at)):
            expect(row).to_contain_text(percent(share, language))
            expect(row).to_contain_text(words[at])
    for head in HEADS:
        ticks = "chart => Array.from(chart.layout.yaxis.ticktext)"
        names = page.locator(f"#swap-{head} .js-plotly-plot").evaluate(ticks)
        assert names == [label_name(label, language) for label in LABELS[head]]
    assert_speaks(stay, language)
    keep(stay, "swap", language, dark=True)


@pytest.mark.slow
def test_the_ready_made_set_of_templates(stay, language):
    """Only the group that is named changes: a table, and what it means."""
    open_tab(stay, "compare", language)
    page = stay.page
    run_example(page, "set", 1)
    result = page.locator(f"[data-set='1'][lang={language}]")
    result.wait_for()
    assert result.locator("tbody tr").count() == sum(map(len, LABELS.values()))
    for key in ("set_means", "set_means_not"):
        expect(result).to_contain_text(STRINGS[key][language])
    template_set = read_templates().sets[1]
    expect(result.locator("h3")).to_have_text(template_set.name[language])
    result.locator("summary").click()
    expect(result.locator("details")).to_contain_text(template_set.names[0].text)
    assert_speaks(stay, language)
    keep(stay, "templates", language, phone=True)


@pytest.mark.slow
def test_the_lesson_is_walked(stay, language, served):
    """Six steps on a sentence of one's own; on the path the words fill up."""
    open_tab(stay, "learn", language)
    page = stay.page
    page.locator("#learn-text textarea").fill(OWN)
    page.locator("#learn-use").click()
    page.locator(".stacks .above").filter(has_text="পরীক্ষার").wait_for()
    label = label_name(served.predict(OWN).sentiment.top_label, language)
    for number, step in enumerate(STEPS[:-1], 1):
        if number > 1:
            page.locator("#learn-next").click()
        panel = page.locator(f"#learn-{step} [data-step={step}][lang={language}]")
        title = STRINGS[f"learn_{step}_title"][language].format(label=label)
        expect(panel.locator("h2")).to_have_text(title, timeout=PATIENCE)
        chosen = page.locator("#learn-steps label:has(input:checked)")
        expect(chosen).to_contain_text(count(number, language))
        if step == "path":
            slider = page.locator(".walk input[type=range]")
            slider.press("End")
            walk = served.walk(OWN, "sentiment")
            word = page.locator(".walk [data-word]").nth(by_strength(walk.explanation)[0])
            expect(word).to_have_class(re.compile("toward|away"))
        assert_speaks(stay, language)
        keep(stay, f"learn-{number}-{step}", language, phone=step == "path")


@pytest.mark.slow
def test_the_quiz_is_played(stay, language, served):
    """A word is guessed before the answer is shown."""
    open_tab(stay, "learn", language)
    page = stay.page
    page.locator("#learn-steps input[value=quiz]").check()
    quiz = page.locator(f"#quiz [lang={language}]")
    text = quiz.locator(".choices").text_content()
    expect(quiz.locator(".fact strong")).to_contain_text(count(1, language))
    answer = quiz.locator(".fact").first.text_content()
    (head,) = (each for each in HEADS if f"{head_name(each, language)}:" in answer)
    explanation = served.explain(text, head)
    top = explanation.words[by_strength(explanation)[0]]
    page.locator(f"#quiz [data-guess='{by_strength(explanation)[0]}']").click()
    value = signed(top.attribution, language)
    said = say("quiz_right", language, word=top.text, value=value)
    expect(page.locator("#quiz .verdict-line")).to_have_text(said, timeout=PATIENCE)
    assert_speaks(stay, language)
    keep(stay, "quiz", language, dark=True)
    page.locator("#quiz-next").click()
    expect(quiz.locator(".fact strong")).to_contain_text(count(2, language))


@pytest.mark.slow
def test_a_small_file_is_scored(stay, language, served):
    open_tab(stay, "score", language)
    page = stay.page
    page.locator("#score-file").set_input_files(FILE)
    said = say("score_chosen", language, name=FILE["name"], rows=count(len(ROWS), language))
    expect(page.locator(".file-choice [role=status]")).to_have_text(said, timeout=PATIENCE)
    expect(page.locator("#score-column select")).to_have_value("লেখা")
    page.locator("#score-run").click()
    preview = page.locator("#score-result .preview")
    expect(preview.locator("tbody tr")).to_have_count(len(ROWS), timeout=PATIENCE)
    predictions = served.predict_batch(ROWS)
    for index, prediction in enumerate(predictions):
        for decision in (prediction.sentiment, prediction.emotion):
            expect(preview.locator("tbody tr").nth(index)).to_contain_text(
                label_name(decision.label, language)
            )
    with page.expect_download() as download:
        page.locator("#score-save").click()
    rows = csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"), newline=""))
    assert [row["emotion"] for row in rows] == [prediction.emotion.label for prediction in predictions]
    assert_speaks(stay, language, said)
    keep(stay, "score", language, phone=True)
