"""The main job: type Bangla, see both heads, see why."""

import json
import sys
from math import floor
from time import perf_counter

import pytest
from playwright.sync_api import expect

from sentimotion.assets import ASSETS
from sentimotion.i18n.messages import STRINGS, label_name, percent
from sentimotion.inference.decisions import decide
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import DEFAULT_THRESHOLDS, HEADS, LABELS
from sentimotion.text.words import word_spans
from tests.browser.driver.steps import FIRST, stop_at_once
from tests.browser.driver.visitor import PATIENCE, SENTENCE

pytestmark = pytest.mark.browser

EXAMPLES = json.loads((ASSETS / "examples.json").read_text(encoding="utf-8"))
HOSTILE = "<script>window.hacked=1</script> <img src=x onerror=window.hacked=1> ভালো"
TEXTS = {
    "emoji": "খিচুড়ি 😍❤️ 👩\u200d👩\u200d👧 🇧🇩 👍🏽",
    "joiners, nukta, digits": "র\u200d্যাব উদ\u09cd\u200cঘাটন ব\u09a1\u09bc ৩.৫ কেজি 12,000 khub",
    "lines and marks": "“কী!” — সে;\n\n  দ্বিতীয়   লাইন\tশেষ 'না'…",
    "markup": HOSTILE,
    "entities": "&lt;b&gt; &amp; &#2453; ভালো",
}


def test_the_example_of_the_card(visitor, served, explained):
    """Both decisions, both charts, both highlights; and how long each took, which is no matter of failing."""
    start = perf_counter()
    visitor.analyze()
    for head in HEADS:
        visitor.decision(head).wait_for()
    decided = perf_counter()
    visitor.wait_for_words()
    sys.stdout.write(f"click to decisions {decided - start:.2f} s, to words {perf_counter() - start:.2f} s\n")

    prediction = served.predict(SENTENCE)
    for head, explanation in explained(SENTENCE).items():
        probabilities = prediction.probabilities.of(head)
        decision = decide(head, probabilities, DEFAULT_THRESHOLDS[head])
        expect(visitor.decision(head)).to_have_attribute("data-decision", decision.label)
        expect(visitor.decision(head)).to_have_attribute("data-fell-back", str(decision.fell_back).lower())
        chart = visitor.chart(head)
        assert chart["names"] == [label_name(label, "en") for label in LABELS[head]]
        assert chart["shares"] == pytest.approx(probabilities, abs=1e-5)
        assert chart["texts"] == [percent(share, "en") for share in chart["shares"]]
        assert chart["line"] == DEFAULT_THRESHOLDS[head]
        assert visitor.shows(explanation), visitor.word_values(head)


@pytest.mark.slow
def test_bars_stand_in_card_order_in_their_colors(visitor):
    visitor.analyze()
    visitor.wait_for_words()
    for head in HEADS:
        bars = visitor.card(head).locator(".bars .point path")
        seen = bars.evaluate_all(
            "bars => bars.map(bar => [bar.getBoundingClientRect().top, getComputedStyle(bar).fill])"
        )
        assert [top for top, _ in seen] == sorted(top for top, _ in seen)
        colors = [tuple(bytes.fromhex(LABEL_COLORS[label][1:])) for label in LABELS[head]]
        assert [fill for _, fill in seen] == [f"rgb({r}, {g}, {b})" for r, g, b in colors]


def test_page_and_api_agree(visitor, api):
    visitor.analyze()
    visitor.wait_for_words()
    for head in HEADS:
        words = api.predict(SENTENCE, head, None, api_name="/explain")["words"]
        shown = visitor.word_values(head)
        assert [text for text, _ in shown] == [word["text"] for word in words]
        assert [value for _, value in shown] == pytest.approx([w["attribution"] for w in words], abs=1e-4)
        assert [text for text, _ in shown] == [SENTENCE[word["start"] : word["end"]] for word in words]


def test_what_stands_on_the_page_before_anything_is_typed(visitor, served, explained):
    expect(visitor.text).to_have_attribute("lang", "bn")
    line = visitor.page.locator("[data-checkpoint]")
    expect(line).to_have_attribute("data-checkpoint", "মডেল")
    expect(line.locator("p")).to_have_text("Model: মডেল. It can be wrong; see About.")
    expect(visitor.page.get_by_text(STRINGS["about_colors_text"]["en"])).to_be_visible()
    # An answer, which is on the page as it comes.
    expect(visitor.text).to_have_value(FIRST)
    prediction = served.predict(FIRST)
    for head in HEADS:
        expect(visitor.decision(head)).to_have_attribute("data-decision", prediction.decision(head).label)
        assert visitor.chart(head)["shares"] == pytest.approx(prediction.probabilities.of(head), abs=1e-5)
        assert visitor.shows(explained(FIRST)[head])
    # It answers like any other: to a moved threshold, and to a word that is taken out.
    visitor.slider("emotion").press("End")
    expect(visitor.decision("emotion")).to_contain_text("100%", timeout=PATIENCE)
    visitor.words("sentiment").first.click()
    expect(visitor.card("sentiment").locator(".taken-out").first).to_be_visible(timeout=PATIENCE)


@pytest.mark.slow
def test_control_enter_analyzes(visitor, explained):
    visitor.text.fill(SENTENCE)
    visitor.text.press("Control+Enter")
    visitor.wait_for_words()
    assert all(visitor.shows(explanation) for explanation in explained(SENTENCE).values())
    assert visitor.text.input_value() == SENTENCE


@pytest.mark.slow
def test_enter_alone_begins_a_new_line(visitor):
    visitor.text.fill("এক")
    visitor.text.press("Enter")
    visitor.text.press_sequentially("দুই")
    assert visitor.text.input_value() == "এক\nদুই"
    expect(visitor.sentence("sentiment")).to_have_text(FIRST)


def test_the_sentence_is_shown_as_typed(visitor):
    for name, text in TEXTS.items():
        visitor.analyze(text)
        visitor.wait_for_words(text)
        for head in HEADS:
            assert visitor.sentence(head).evaluate("p => p.textContent") == text, name
            words = [text[slice(*span)] for span in word_spans(text)]
            assert [shown for shown, _ in visitor.word_values(head)] == words, name
        assert visitor.page.evaluate("() => window.hacked") is None
        assert visitor.page.locator("#heads :is(script, img)").count() == 0


@pytest.mark.slow
def test_a_long_text_is_cut_off_and_says_so(visitor, served):
    text = " ".join(EXAMPLES[1]["text"] for _ in range(12))
    cut = served.predict(text).truncated_at
    assert cut is not None, "the text is too short for this test"
    read = [span for span in word_spans(text) if span.start < cut]
    visitor.analyze(text)
    expect(visitor.page.locator("#notices .notice")).to_contain_text(
        "The model read only the first 128 tokens", timeout=PATIENCE
    )
    visitor.wait_for_words(text)
    for head in HEADS:
        assert [word for word, _ in visitor.word_values(head)] == [text[slice(*span)] for span in read]
        unread = visitor.sentence(head).locator(".unread").evaluate("span => span.textContent")
        assert unread == text[max(cut, read[-1].end) :]


@pytest.mark.slow
def test_a_text_without_bangla_is_answered_with_a_warning(visitor):
    visitor.analyze("bhai ajke match ta darun chilo")
    expect(visitor.page.locator("#notices .notice")).to_have_text(STRINGS["suspect_romanized"]["en"])
    visitor.wait_for_words("bhai ajke match ta darun chilo")
    visitor.analyze()
    visitor.wait_for_words()
    expect(visitor.page.locator("#notices .notice")).to_have_count(0)


@pytest.mark.slow
def test_every_example_fills_the_box_and_is_analyzed(visitor, served):
    buttons = visitor.page.locator("#examples button")
    expect(buttons).to_have_text([example["name"]["en"] for example in EXAMPLES])
    for index, example in enumerate(EXAMPLES):
        buttons.nth(index).click()
        top = served.predict(example["text"]).probabilities.top_label("emotion")
        sentences = visitor.page.locator("#heads .sentence")
        expect(sentences).to_have_text([example["text"]] * len(HEADS), timeout=PATIENCE)
        expect(visitor.page.locator("#label-emotion select")).to_have_value(top)
        expect(visitor.decision("emotion")).to_have_count(1)
        assert visitor.text.input_value() == example["text"]
    # The explanations of those before it were given up; that of the last one is shown.
    visitor.wait_for_words(EXAMPLES[-1]["text"])


# Thresholds


def decision_for(visitor, served, head, threshold):
    decision = decide(head, served.predict(SENTENCE).probabilities.of(head), threshold)
    expect(visitor.decision(head)).to_contain_text(percent(decision.threshold, "en"), timeout=PATIENCE)
    expect(visitor.decision(head)).to_have_attribute("data-decision", decision.label)
    expect(visitor.decision(head)).to_have_attribute("data-fell-back", str(decision.fell_back).lower())
    return decision


@pytest.mark.parametrize("head", [pytest.param("sentiment", marks=pytest.mark.slow), "emotion"])
def test_thresholds_redo_the_decision_and_never_the_model(visitor, served, head):
    visitor.analyze()
    visitor.wait_for_words()
    # How the words compare with chance is asked by the page itself, after them.
    visitor.rest()
    visitor.page.evaluate("() => document.querySelectorAll('[data-word]').forEach(w => { w.kept = true; })")
    visitor.posted.clear()
    slider = visitor.slider(head)

    slider.press("End")
    assert decision_for(visitor, served, head, 1.0).fell_back
    slider.press("Home")
    assert not decision_for(visitor, served, head, 0.0).fell_back

    # Across the edge, from the left: the last step at which the top label still reaches the threshold.
    edge = floor(100 * max(served.predict(SENTENCE).probabilities.of(head)))
    slider.fill(str((edge - 1) / 100))
    slider.press("ArrowRight")
    assert not decision_for(visitor, served, head, edge / 100).fell_back
    slider.press("ArrowRight")
    assert decision_for(visitor, served, head, (edge + 1) / 100).fell_back
    visitor.page.wait_for_function(
        "([head, line]) => Math.abs("
        "document.querySelector(`#head-${head} .js-plotly-plot`).layout.shapes[0].x0 - line) < 1e-9",
        arg=[head, (edge + 1) / 100],
    )

    assert not any("queue/join" in path for path in visitor.posted), "the model's queue was joined"
    assert visitor.page.evaluate("() => [...document.querySelectorAll('[data-word]')].every(w => w.kept)")


@pytest.mark.slow
def test_a_threshold_moved_before_anything_is_typed_is_kept(visitor, served):
    visitor.slider("sentiment").press("End")
    visitor.page.wait_for_function(
        "() => document.querySelector('#head-sentiment .js-plotly-plot').layout.shapes[0].x0 === 1"
    )
    visitor.analyze()
    visitor.wait_for_words()
    assert decision_for(visitor, served, "sentiment", 1.0).fell_back


# Another label


@pytest.mark.parametrize("head", [pytest.param("sentiment", marks=pytest.mark.slow), "emotion"])
def test_another_label_is_explained_for_its_own_head_only(visitor, served, head):
    other_head = HEADS[1 - HEADS.index(head)]
    visitor.analyze()
    visitor.wait_for_words()
    before = visitor.word_values(head)
    visitor.page.evaluate("() => document.querySelectorAll('[data-word]').forEach(w => { w.kept = true; })")
    top = served.predict(SENTENCE).probabilities.top_label(head)
    label = next(label for label in reversed(LABELS[head]) if label != top)

    visitor.page.locator(f"#label-{head} select").select_option(label)
    expect(visitor.card(head).locator("[data-label]")).to_have_attribute(
        "data-label", label, timeout=PATIENCE
    )
    expect(visitor.card(head).locator(".key.toward")).to_contain_text(f"“{label_name(label, 'en')}”")
    assert visitor.shows(served.explain(SENTENCE, head, label))
    assert visitor.word_values(head) != before

    kept = visitor.words(other_head).evaluate_all("words => words.every(word => word.kept)")
    assert kept, "the other head's words were redone"
    expect(visitor.card(other_head).locator("[data-label]")).to_have_attribute(
        "data-label", served.predict(SENTENCE).probabilities.top_label(other_head)
    )


# What cannot be analyzed


# None has the error of the one before it.
UNREADABLE = [
    ("", "blank_text"),
    ("ক" * 5001, "text_too_long"),
    ("  \n ", "blank_text"),
    ("ভালো \ud800", "invalid_text"),
]
_TYPE = """(box, codes) => {
  box.value = String.fromCharCode(...codes);
  box.dispatchEvent(new Event("input", {bubbles: true}));
}"""
_TYPED = "box => Array.from({length: box.value.length}, (_, index) => box.value.charCodeAt(index))"


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_text_that_cannot_be_read_is_told_and_kept(visit, explained, language):
    visitor = visit(language)
    error = visitor.page.locator("[data-error]")
    numbers = {"en": ("5,001", "5,000"), "bn": ("৫,০০১", "৫,০০০")}[language]
    for text, code in UNREADABLE:
        # Half a character cannot be sent to the browser: it is put together there.
        codes = [ord(character) for character in text]
        visitor.text.evaluate(_TYPE, codes)
        visitor.page.locator("#analyze").click()
        expect(error).to_have_attribute("data-error", code, timeout=PATIENCE)
        expect(error).to_have_attribute("lang", language)
        expect(error).to_have_text(
            STRINGS[f"error_{code}"][language].format(length=numbers[0], limit=numbers[1])
        )
        assert visitor.text.evaluate(_TYPED) == codes

    visitor.analyze()
    visitor.wait_for_words()
    expect(error).to_have_count(0)
    assert visitor.shows(explained(SENTENCE)["emotion"])


@pytest.mark.parametrize("text", [SENTENCE, pytest.param("কাল রোদ উঠবে।", marks=pytest.mark.slow)])
def test_nothing_of_the_old_answer_is_left_from_a_click_on(visitor, explained, text):
    """Also where the new answer is that of the old text again."""
    visitor.analyze()
    visitor.wait_for_words()
    visitor.text.fill(text)
    heights = "Array.from(document.querySelectorAll('#heads .card'), (card) => card.offsetHeight)"
    before = visitor.page.evaluate(heights)
    left = visitor.page.evaluate(
        """() => {
          document.querySelector("#analyze").click();
          return document.querySelectorAll("[data-decision], [data-word], [data-attribution]").length;
        }"""
    )
    assert left == 0
    assert visitor.page.evaluate(heights) == before
    visitor.wait_for_words(text)
    for explanation in explained(text).values():
        assert visitor.comes_to_show(explanation)


# Of each frame from a click on: the turns of the answer and of the chart, and whether the answer's own bars
# and the chart can be seen.
_FRAMES = """(head) => {
  const card = document.querySelector(`#head-${head}`), frames = window.frames_seen = [];
  document.querySelector("#analyze").click();
  const look = () => {
    const bars = card.querySelector(".early-bars"), chart = card.querySelector(".js-plotly-plot");
    if (!card.closest(".outdated")) {
      frames.push([card.querySelector("[data-turn]").dataset.turn, chart.layout.meta,
        bars.offsetHeight > 0, getComputedStyle(chart).visibility === "visible"]);
    }
    if (!("charted" in card.dataset) || frames.length < 2) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def test_bars_stand_there_until_the_chart_is_drawn(visitor):
    """The chart comes after the words; no bar of the old answer is seen beside the new one."""
    visitor.analyze()
    visitor.wait_for_words()
    visitor.text.fill(EXAMPLES[1]["text"])
    visitor.page.evaluate(_FRAMES, "emotion")
    visitor.wait_for_words(EXAMPLES[1]["text"])
    frames = visitor.page.evaluate("() => window.frames_seen")
    shown = [(sees_bars, sees_chart) for _, _, sees_bars, sees_chart in frames]
    assert set(shown) == {(True, False), (False, True)}
    assert shown == sorted(shown, reverse=True), "the bars came back"
    assert all(turn == charted for turn, charted, _, sees_chart in frames if sees_chart)


@pytest.mark.slow
def test_a_bar_can_be_clicked_before_the_chart_is_drawn(visitor, served):
    """While the words are on their way, which takes a while for a large model."""
    joined = []

    def hold_the_explanation(route):
        joined.append(route)
        if len(joined) == 1:
            route.continue_()

    visitor.page.route("**/queue/join*", hold_the_explanation)
    visitor.analyze()
    label = next(label for label in LABELS["emotion"] if label != served.predict(SENTENCE).emotion.top_label)
    bar = visitor.card("emotion").locator(f".early-bars [data-bar='{LABELS['emotion'].index(label)}']")
    bar.click()
    expect(visitor.page.locator("#label-emotion select")).to_have_value(label)
    visitor.page.unroute("**/queue/join*")
    visitor.wait_for_words()
    expect(visitor.card("emotion").locator(f"[data-label={label}]")).to_be_visible()


@pytest.mark.slow
@pytest.mark.parametrize(("status", "kind"), [(503, "busy"), (429, "waiting"), (None, "connection")])
@pytest.mark.parametrize("language", ["en", "bn"])
def test_an_event_that_the_server_does_not_take_is_told(visit, language, status, kind):
    """As by a proxy in front of it, a full queue, or while it restarts; then it goes on."""
    visitor = visit(language)
    refuse = (lambda route: route.fulfill(status=status)) if status else (lambda route: route.abort())
    visitor.page.route("**/queue/join*", refuse)
    visitor.page.evaluate("() => { window.isThisPage = true; }")
    visitor.analyze()
    expect(visitor.page.locator(f"#failure [data-failure={kind}]")).to_have_text(
        STRINGS[f"failure_{kind}"][language]
    )
    expect(visitor.text).to_have_value(SENTENCE)
    visitor.page.unroute("**/queue/join*")
    if kind == "connection":
        # Gradio reloads the page when the server answers again; what was typed is still there.
        visitor.page.wait_for_function("() => !window.isThisPage")
        visitor.wait_for_page(language)
        expect(visitor.text).to_have_value(SENTENCE)
    visitor.analyze()
    visitor.wait_for_words()
    expect(visitor.page.locator("#failure")).to_be_hidden()
    assert visitor.troubles
    visitor.troubles.clear()


def test_an_error_takes_the_old_answer_away(visitor):
    visitor.analyze()
    visitor.wait_for_words()
    visitor.analyze(" ")
    visitor.page.locator("[data-error]").wait_for()
    for head in HEADS:
        expect(visitor.decision(head)).to_have_count(0)
        expect(visitor.words(head)).to_have_count(0)


# Several at once


def test_two_visitors_at_once_get_their_own_answers(visit, served, explained):
    texts = [SENTENCE, "আজ মনটা খুব ভালো 😍"]
    visitors = [visit(), visit()]
    for visitor, text in zip(visitors, texts, strict=True):
        visitor.analyze(text)
    for visitor, text in zip(visitors, texts, strict=True):
        visitor.wait_for_words(text)
        assert all(visitor.shows(explanation) for explanation in explained(text).values())
        assert visitor.chart("emotion")["shares"] == pytest.approx(
            served.predict(text).probabilities.emotion, abs=1e-5
        )


def assert_ends_with_the_answer(visitor, served, explained):
    visitor.wait_for_words()
    for head, explanation in explained(SENTENCE).items():
        assert visitor.comes_to_show(explanation), visitor.word_values(head)
        label = visitor.card(head).locator("[data-label]")
        expect(label).to_have_attribute("data-label", explanation.label)
        expect(visitor.page.locator(f"#label-{head} select")).to_have_value(explanation.label)
        assert visitor.chart(head)["shares"] == pytest.approx(
            served.predict(SENTENCE).probabilities.of(head), abs=1e-5
        )


@pytest.mark.slow
def test_who_asks_twice_gets_the_second_answer(visitor, served, explained):
    visitor.analyze(" ".join(EXAMPLES[1]["text"] for _ in range(12)))
    visitor.decision("sentiment").wait_for()
    visitor.analyze()
    assert_ends_with_the_answer(visitor, served, explained)


@pytest.mark.slow
def test_two_presses_in_a_row(visitor, served, explained):
    visitor.analyze(EXAMPLES[5]["text"])
    visitor.analyze()
    assert_ends_with_the_answer(visitor, served, explained)


@pytest.mark.slow
def test_two_labels_in_a_row(visitor, served):
    visitor.analyze()
    visitor.wait_for_words()
    for label in ("surprise", "fear"):
        visitor.page.locator("#label-emotion select").select_option(label)
    expect(visitor.card("emotion").locator("[data-label]")).to_have_attribute(
        "data-label", "fear", timeout=PATIENCE
    )
    assert visitor.comes_to_show(served.explain(SENTENCE, "emotion", "fear"))


def test_stop_in_the_middle(visitor):
    stop_at_once(visitor.page, "#head-emotion")
    visitor.analyze(EXAMPLES[1]["text"] * 4)
    for head in HEADS:
        expect(visitor.card(head).locator(".stopped")).to_contain_text("Stopped")
    # And the page goes on.
    visitor.analyze()
    visitor.wait_for_words()
