"""The lesson and its quiz, as a visitor walks through them."""

import re

import pytest
from playwright.sync_api import expect

from sentimotion.i18n.messages import STRINGS, head_name, label_name
from sentimotion.labels import HEADS
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.learn.lesson import STEPS
from sentimotion.web.learn.path_view import path_frames
from sentimotion.web.learn.tab import EXAMPLE
from tests.browser.driver.page_checks import contrasts, english_words, read
from tests.browser.driver.steps import learn, stop_at_once, turn_to
from tests.browser.driver.visitor import PATIENCE, PHONE

pytestmark = pytest.mark.browser

_DOT = "(chart) => [chart.data[1].x[0], chart.data[1].y[0]]"
_PARTS = "p, table, li, button, .box, .word"
_CLIPPED = f"""(width) => [...document.querySelectorAll("#learn-panels :is({_PARTS})")]
  .filter((part) => part.checkVisibility({{visibilityProperty: true}}))
  .filter((part) => part.getBoundingClientRect().right > width + 1)
  .map((part) => part.textContent)"""
_AT = """([least, most]) => {
  const at = Number(document.querySelector('.walk input[type=range]').value);
  return least <= at && at <= most;
}"""

# Milliseconds. That nothing moves by itself shows only after a while in which something would have.
_LONGER_THAN_A_STEP = 1200


def own_sentence(visitor, text):
    visitor.page.locator("#learn-text textarea").fill(text)
    visitor.page.locator("#learn-text textarea").press("Control+Enter")


@pytest.fixture(scope="module")
def walk(served):
    return served.walk(EXAMPLE, "sentiment")


def test_the_lesson_is_walked_by_keyboard(visitor):
    learn(visitor)
    visitor.page.locator("#learn-next").focus()
    expect(visitor.page.locator("#learn-back")).to_be_disabled()
    for step in STEPS[1:]:
        visitor.page.locator("#learn-next").press("Enter")
        heading = visitor.page.locator(f"#learn-panels [data-step={step}] h2")
        heading.wait_for()
        expect(visitor.page.locator(f"#learn-steps input[value={step}]")).to_be_checked()
        expect(heading).to_be_focused()
    expect(visitor.page.locator("#learn-next")).to_be_disabled()
    visitor.page.locator("#learn-back").press("Enter")
    visitor.page.locator("#learn-doubts [data-doubt=planted]").wait_for()


@pytest.mark.slow
def test_who_went_back_to_the_buttons_stays_there(visitor):
    learn(visitor)
    # As quick as nobody is: back at the button the moment that the heading is reached.
    visitor.page.evaluate(
        """() => document.addEventListener("focusin", (event) => {
          if (!event.target.matches("#learn-panels h2")) return;
          window.reached = (window.reached ?? 0) + 1;
          document.querySelector("#learn-next").focus();
        })"""
    )
    visitor.page.locator("#learn-next").press("Enter")
    visitor.page.wait_for_function("() => window.reached")
    visitor.rest()
    assert visitor.page.evaluate("() => window.reached") == 1
    expect(visitor.page.locator("#learn-next")).to_be_focused()


@pytest.mark.slow
def test_arrow_keys_turn_the_pages(visitor):
    learn(visitor)
    visitor.page.locator("#learn-steps input[value=tokens]").press("ArrowRight")
    visitor.page.locator("#learn-panels [data-step=heads]").wait_for()
    # From the heading of the new page one goes on.
    turn_to(visitor, "heads")
    visitor.page.locator("#learn-next").press("Enter")
    expect(visitor.page.locator("#learn-panels [data-step=thresholds] h2")).to_be_focused()
    visitor.page.keyboard.press("ArrowLeft")
    visitor.page.locator("#learn-panels [data-step=heads]").wait_for()
    visitor.page.locator("#learn-steps input[value=tokens]").press("Space")
    visitor.page.locator("#learn-panels [data-step=tokens]").wait_for()


@pytest.mark.slow
def test_arrow_keys_move_a_threshold_not_the_page(visitor):
    learn(visitor)
    turn_to(visitor, "thresholds")
    visitor.page.locator("#learn-threshold-emotion input[type=range]").press("ArrowRight")
    visitor.rest()
    expect(visitor.page.locator("#learn-steps input[value=thresholds]")).to_be_checked()


@pytest.mark.slow
def test_tokens_and_heads_are_the_models(visitor, served):
    learn(visitor)
    encoded = served.encode(EXAMPLE)
    pieces = visitor.page.locator(".stacks .lesson-token")
    assert pieces.all_text_contents() == [token.piece for token in encoded.tokens]
    turn_to(visitor, "heads")
    prediction = served.predict(EXAMPLE)
    for head in HEADS:
        box = visitor.page.locator(f".drawing [data-head={head}] strong")
        expect(box).to_have_attribute("data-label", prediction.decision(head).top_label)


@pytest.mark.slow
def test_a_threshold_changes_the_answer_only(visitor):
    learn(visitor)
    turn_to(visitor, "thresholds")
    card = visitor.page.locator("#learn-head-sentiment")
    decision = card.locator("[data-decision]")
    expect(decision).to_have_attribute("data-fell-back", "false")
    bars = card.locator(".js-plotly-plot").evaluate("chart => Array.from(chart.data[0].x)")
    visitor.page.locator("#learn-threshold-sentiment input[type=range]").press("End")
    expect(decision).to_have_attribute("data-fell-back", "true", timeout=PATIENCE)
    assert card.locator(".js-plotly-plot").evaluate("chart => Array.from(chart.data[0].x)") == bars


@pytest.mark.slow
def test_the_slider_fills_the_words_and_asks_nobody(visitor, walk):
    learn(visitor)
    turn_to(visitor, "path")
    frames = path_frames(walk, "en")
    slider = visitor.page.locator(".walk input[type=range]")
    words = visitor.page.locator(".walk [data-word]")
    visitor.rest()
    posted = len(visitor.posted)
    for at in range(1, len(walk.points)):
        slider.press("ArrowRight")
        values = [float(value) for value in words.evaluate_all("all => all.map(w => w.dataset.attribution)")]
        assert values == pytest.approx(walk.words[at], abs=1e-3)
        assert visitor.page.locator(".walk [data-frame=sum]").text_content() == frames["sum"][at]
        assert visitor.page.locator(".walk [data-frame=score]").text_content() == frames["score"][at]
        expect(slider).to_have_attribute("aria-valuetext", frames["said"][at])
        dot = visitor.page.locator("#learn-path-chart .js-plotly-plot").evaluate(_DOT)
        assert dot == pytest.approx([walk.points[at], walk.scores[at]], abs=1e-3)
    visitor.rest()
    assert len(visitor.posted) == posted
    top = by_strength(walk.explanation)[0]
    expect(words.nth(top)).to_have_class(re.compile("toward|away"))
    assert float(words.nth(top).evaluate("w => w.style.getPropertyValue('--strength')")) > 0.5


@pytest.mark.slow
@pytest.mark.parametrize("options", [pytest.param({}, id="wide"), pytest.param(PHONE, id="phone")])
def test_the_slider_stands_under_the_dot(visit, options):
    visitor = visit(**options)
    learn(visitor)
    turn_to(visitor, "path")
    slider = visitor.page.locator(".walk input[type=range]")
    for key, share in (("Home", 0), ("End", 1)):
        slider.press(key)
        dot = visitor.page.locator("#learn-path-chart .scatterlayer .trace").nth(1).locator(".point")
        box, track = dot.bounding_box(), slider.bounding_box()
        handle = 16
        expected = track["x"] + handle / 2 + share * (track["width"] - handle)
        assert box["x"] + box["width"] / 2 == pytest.approx(expected, abs=4), key


@pytest.mark.slow
def test_playing_goes_to_the_end_and_can_be_halted(visitor, walk):
    learn(visitor)
    turn_to(visitor, "path")
    button, slider = visitor.page.locator(".walk-play"), visitor.page.locator(".walk input[type=range]")
    last = len(walk.points) - 1
    button.click()
    visitor.page.wait_for_function(_AT, arg=[2, last])
    expect(button).to_have_text(STRINGS["learn_pause"]["en"], use_inner_text=True)
    button.click()
    halted = slider.input_value()
    visitor.page.wait_for_timeout(_LONGER_THAN_A_STEP)
    assert slider.input_value() == halted
    button.click()
    visitor.page.wait_for_function(_AT, arg=[last, last])
    expect(button).to_have_text(STRINGS["learn_play"]["en"], use_inner_text=True)
    visitor.page.wait_for_timeout(_LONGER_THAN_A_STEP)
    assert slider.input_value() == str(last)
    button.click()
    visitor.page.wait_for_function(_AT, arg=[1, last - 1])


@pytest.mark.slow
def test_who_wants_no_motion_goes_step_by_step(visit):
    visitor = visit(reduced_motion="reduce")
    learn(visitor)
    turn_to(visitor, "path")
    button, slider = visitor.page.locator(".walk-play"), visitor.page.locator(".walk input[type=range]")
    expect(button).to_have_text(STRINGS["learn_one_step"]["en"], use_inner_text=True)
    for at in (1, 2):
        button.click()
        visitor.page.wait_for_timeout(_LONGER_THAN_A_STEP)
        assert slider.input_value() == str(at)
    assert (
        visitor.page.locator(".walk .word").first.evaluate("w => getComputedStyle(w).transitionDuration")
        == "0s"
    )


@pytest.mark.slow
def test_the_receipt_adds_up_on_the_page(visitor, walk):
    learn(visitor)
    turn_to(visitor, "receipt")
    rows = visitor.page.locator("#learn-receipt tbody tr")
    shown = [cell.replace("−", "-") for cell in rows.locator("td:nth-child(2)").all_text_contents()]
    total = visitor.page.locator("#learn-receipt tfoot strong").text_content().replace("−", "-")
    assert round(sum(map(float, shown)), 2) == float(total)
    assert float(total) == pytest.approx(walk.explanation.score, abs=0.006)


@pytest.mark.slow
def test_doubts_are_of_the_other_head_when_it_is_chosen(visitor, served):
    learn(visitor)
    turn_to(visitor, "doubts")
    title = visitor.page.locator("#learn-doubts h2")
    for head in HEADS:
        visitor.page.locator(f"#learn-head input[value={head}]").check()
        label = label_name(served.predict(EXAMPLE).decision(head).top_label, "en")
        expect(title).to_contain_text(f"“{label}”", timeout=PATIENCE)
        assert visitor.page.locator("#learn-doubts [data-verdict]").count() == 3


@pytest.mark.slow
def test_a_sentence_of_ones_own_is_taken(visitor, served):
    learn(visitor)
    text = "<img src=x onerror=alert(1)> মনটা ভালো নেই &amp;"
    own_sentence(visitor, text)
    turn_to(visitor, "heads")
    expect(visitor.page.locator(".sentence-box span")).to_have_text(text)
    turn_to(visitor, "path")
    words = visitor.page.locator(".walk [data-word]").all_text_contents()
    assert words == [word.text for word in served.explain(text).words]
    assert visitor.page.locator("#learn-panels img").count() == 0


@pytest.mark.slow
def test_a_blank_sentence_is_said_and_mended(visitor):
    learn(visitor)
    own_sentence(visitor, "  ")
    notice = visitor.page.locator("#learn-notice [data-error=blank_text]")
    notice.wait_for()
    own_sentence(visitor, "ভালো আছি।")
    expect(notice).to_have_count(0)
    expect(visitor.page.locator(".stacks .above").filter(has_text="ভালো")).to_have_count(1)


@pytest.mark.slow
def test_who_goes_on_does_not_wait_for_the_step_before(visitor):
    learn(visitor)
    visitor.page.locator("#learn-steps input[value=doubts]").check()
    visitor.page.locator("#learn-steps input[value=quiz]").check()
    visitor.page.locator("#quiz [data-guess]").first.wait_for()
    visitor.rest()
    expect(visitor.page.locator("#learn-quiz")).to_be_visible()
    expect(visitor.page.locator("#learn-doubts")).to_be_hidden()


@pytest.mark.slow
def test_stop_in_the_middle(visitor):
    learn(visitor)
    own_sentence(visitor, EXAMPLE * 2)
    stop_at_once(visitor.page, "#learn-doubts")
    visitor.page.locator("#learn-steps input[value=doubts]").check()
    expect(visitor.page.locator("#learn-doubts .stopped")).to_have_text(STRINGS["learn_stopped"]["en"])
    expect(visitor.page.locator("#learn-doubts .sentence")).to_have_text(EXAMPLE * 2)
    visitor.page.locator("#learn-use").click()
    visitor.page.locator("#learn-doubts [data-doubt=planted]").wait_for()


@pytest.mark.slow
def test_the_quiz_is_played_by_keyboard(visitor, served):
    learn(visitor)
    turn_to(visitor, "quiz")
    right = 0
    for number in range(5):
        sentence = visitor.page.locator("#quiz .choices")
        expect(visitor.page.locator("#quiz .fact strong")).to_contain_text(f"{number + 1} of 5")
        text = sentence.text_content()
        asked = visitor.page.locator("#quiz .fact").first.text_content()
        (head,) = (each for each in HEADS if f"{head_name(each, 'en')}:" in asked)
        explanation = served.explain(text, head)
        # The first two guesses are right, the others are the first word.
        word = by_strength(explanation)[0] if number < 2 else 0
        right += number < 2 or word == by_strength(explanation)[0]
        assert visitor.page.locator("#quiz [data-attribution]").count() == 0
        visitor.page.locator(f"#quiz [data-guess='{word}']").focus()
        visitor.page.keyboard.press("Enter")
        verdict = visitor.page.locator("#quiz .verdict-line")
        verdict.wait_for()
        expect(verdict).to_be_focused()
        expect(verdict).to_contain_text(explanation.words[by_strength(explanation)[0]].text)
        score = visitor.page.locator("#quiz [data-score]")
        expect(score).to_have_attribute("data-score", f"{right}/{number + 1}")
        visitor.page.locator("#quiz-next").press("Enter")
        expect(verdict).to_have_count(0)
    assert text == EXAMPLE
    expect(score).to_have_attribute("data-score", f"{right}/5")
    visitor.page.locator("#quiz-next").click()
    visitor.page.locator("#quiz [data-guess]").first.wait_for()
    assert visitor.page.locator("#quiz [data-score]").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_narrow_phone_scrolls_down_only_and_a_bangla_one_is_bangla(visit, language):
    visitor = visit(language, **PHONE | {"viewport": {"width": 360, "height": 740}})
    learn(visitor, language)
    # Wide, of few tokens; an address breaks at other places than a word.
    wide = {"en": "https://example.com/" + "x" * 30, "bn": "১২৩৪৫৬৭৮৯০" * 4}[language]
    own_sentence(visitor, f"{'বাংলাদেশ' * 10} {wide} ভালো লাগল।")
    visitor.page.locator(".stacks .above").filter(has_text="লাগল").wait_for()
    for step in STEPS:
        turn_to(visitor, step)
        width = "() => [document.documentElement.scrollWidth, window.innerWidth]"
        assert visitor.page.evaluate(width) == [360, 360], step
        assert visitor.page.evaluate(_CLIPPED, 360) == [], step
        if step == "quiz":
            visitor.page.locator("#quiz [data-guess]").first.click()
            visitor.page.locator("#quiz .verdict-line").wait_for()
        assert language == "en" or english_words(read(visitor)) == [], step


@pytest.mark.slow
def test_everything_in_the_lesson_can_be_read(visitor):
    learn(visitor)
    for step in STEPS:
        turn_to(visitor, step)
        if step == "path":
            visitor.page.locator(".walk input[type=range]").press("End")
        if step == "quiz":
            visitor.page.locator("#quiz [data-guess]").first.click()
            visitor.page.locator("#quiz .verdict-line").wait_for()
        parts = (
            "h2, h3, p, th, td, dt, dd, code, .box span, .box small, .box strong, .above, .word, .key, button"
        )
        seen = visitor.page.locator(f"#learn-panels :is({parts}):visible").filter(has_text=re.compile(r"\S"))
        for theme in visitor.themes():
            found = contrasts(seen)
            assert len(found) > 5, step
            assert min(found) >= 4.5, (theme, step, seen.nth(found.index(min(found))).inner_text())
            for selector in ("#learn-steps label", "#learn-use", "#learn-next:enabled"):
                found = visitor.page.locator(selector)
                assert found.count() == 0 or min(contrasts(found)) >= 4.5, (theme, step, selector)
