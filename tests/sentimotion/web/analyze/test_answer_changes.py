"""What would change the answer: what the page asks, what a moved threshold does to it, and what it says."""

from dataclasses import replace

import pytest

from sentimotion.errors import ExplanationError
from sentimotion.explanations.decision_change import Counterfactual, Swap
from sentimotion.explanations.removal_search import Removal
from sentimotion.explanations.swap_lists import Replacement
from sentimotion.i18n.messages import LANGUAGES, label_name
from sentimotion.inference.decisions import Decision
from sentimotion.labels import HEADS
from sentimotion.text.words import word_spans
from sentimotion.web.analyze.answer_changes import render_changes, say_removal
from sentimotion.web.analyze.doubts import Measured
from sentimotion.web.analyze.events import AnalyzeEvents
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.analyze.views import show_doubt
from tests.sentimotion.web import Shown, rest
from tests.sentimotion.web.visitor import Visitor

TEXT = "আজ মনটা খুব ভালো।"
SPANS = tuple(word_spans(TEXT))
IS = Decision("positive", 0.8, "positive", 0.8, 0.55)
OTHER = Decision("negative", 0.6, "negative", 0.6, 0.55)
FELL_BACK = Decision("neutral", 0.2, "positive", 0.5, 0.55)
NOTHING = Counterfactual(TEXT, "sentiment", IS, "mask", SPANS, None, 3, None, 0, 1.0, "embedded")


@pytest.fixture
def visitor(bert_model):
    found = Visitor(AnalyzeEvents(bert_model), AnalyzeState())
    found.do(found.handlers.predict, TEXT, 0.1, 0.1)
    found.explain()
    yield found
    rest()


def test_both_answers_at_their_thresholds(visitor):
    first, *_, last = visitor.steps(visitor.handlers.look_into("changes"))
    assert (first.measured("changes").done, dict(first.measured("changes").found)) == (0.0, {})
    assert last.measured("changes").done is None
    for head in HEADS:
        found = last.measured("changes").found[head]
        assert (found.share, found.decision.threshold) == (1.0, 0.1)
        assert found == visitor.handlers.model.counterfactual(TEXT, head, threshold=0.1)


def test_a_moved_threshold_drops_what_was_found_for_it_and_ends_the_search(visitor):
    visitor.do(visitor.handlers.look_into("changes"))
    state = visitor.do(visitor.handlers.move_threshold("emotion"), 0.9)
    assert list(state.measured("changes").found) == ["sentiment"]
    state = visitor.do(visitor.handlers.look_into("changes"))
    assert state.measured("changes").found["emotion"].decision.threshold == 0.9
    # While it is looked for, too.
    steps = visitor.steps(visitor.handlers.look_into("changes"))
    next(steps)
    state = visitor.do(visitor.handlers.move_threshold("emotion"), 0.3)
    assert list(steps)[-1].measured("changes").done is None
    assert "emotion" not in (visitor.state.measured("changes").found or {})


def test_another_question_is_about_the_same_answer(visitor):
    before = visitor.do(visitor.handlers.look_into("changes")).measured("changes")
    assert visitor.do(visitor.handlers.click_bar, head="emotion", index=1).measured("changes") == before
    assert not visitor.do(visitor.handlers.predict, "অন্য কথা", 0.5, 0.5).doubts


def test_a_stopped_search_keeps_what_it_has(visitor, monkeypatch):
    complete = {head: replace(NOTHING, head=head) for head in HEADS}

    def steps(*_):
        yield {"sentiment": complete["sentiment"]}
        visitor.do(visitor.handlers.stop)
        yield {"sentiment": complete["sentiment"], "emotion": replace(complete["emotion"], share=0.5)}
        yield complete

    monkeypatch.setattr(visitor.handlers.model, "counterfactuals", steps)
    state = visitor.do(visitor.handlers.look_into("changes"))
    assert (state.measured("changes").done, list(state.measured("changes").found)) == (None, ["sentiment"])


def test_one_that_fails_says_so(visitor, monkeypatch):
    def fails(*_):
        raise ExplanationError("not finite")

    monkeypatch.setattr(visitor.handlers.model, "counterfactuals", fails)
    state = visitor.do(visitor.handlers.look_into("changes"))
    assert "data-error" in show_doubt("changes", "en", state.measured("changes"))
    meter = Shown(show_doubt("changes", "en", Measured({}, 0.25)))
    assert "25%" in meter.text
    assert meter.with_attribute("data-stop")


def test_nothing_is_asked_without_words(bert_model):
    visitor = Visitor(AnalyzeEvents(bert_model), AnalyzeState())
    visitor.do(visitor.handlers.predict, "!!!", 0.5, 0.5)
    visitor.explain()
    assert list(visitor.steps(visitor.handlers.look_into("changes"))) == []


@pytest.mark.parametrize(
    ("found", "english", "bangla"),
    [
        (
            replace(NOTHING, removal=Removal((3,), OTHER)),
            "Without “ভালো” the answer would be “negative” (60%).",
            "“ভালো” ছাড়া উত্তর হতো “নেতিবাচক” (৬০%)।",
        ),
        (
            replace(NOTHING, removal=Removal((3, 1), FELL_BACK)),
            "Without “মনটা”, “ভালো” no label would reach the threshold of 55%, so the answer would be “neutral”"
            ". With any one of them back in, it is “positive” again.",
            "“মনটা”, “ভালো” ছাড়া কোনো লেবেল ৫৫% সীমায় পৌঁছাত না, তাই উত্তর হতো “নিরপেক্ষ”। এর যেকোনো "
            "একটি ফিরিয়ে আনলে উত্তর আবার “ইতিবাচক”।",
        ),
        (
            NOTHING,
            "Taking out words, up to 3 at a time, the answer stayed “positive”.",
            "একসঙ্গে ৩টি পর্যন্ত শব্দ বাদ দিয়েও উত্তর “ইতিবাচক”-ই থেকেছে।",
        ),
        (
            replace(NOTHING, max_words=0),
            "There is only one word; without it there would be nothing to read.",
            "শব্দ একটিই; সেটি বাদ দিলে পড়ার মতো কিছু থাকত না।",
        ),
    ],
)
def test_what_the_sentence_says(found, english, bangla):
    assert (say_removal(found, "en"), say_removal(found, "bn")) == (english, bangla)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("after", [OTHER, IS])
def test_the_sentence_without_the_words_and_with_the_swap(language, after):
    swap = Swap(Replacement(SPANS[2], "একদম <b>"), 0.8, 0.3, after)
    found = replace(NOTHING, removal=Removal((3, 0), OTHER), swap=swap, n_swaps=12)
    shown = Shown(render_changes({"sentiment": found}, language))
    (section,) = shown.with_attribute("data-changes")
    assert (section["data-changes"], section["data-removed"]) == ("sentiment", "0-3")
    assert shown.texts_of("sentence") == [TEXT, "আজ মনটা খুব একদম <b> ভালো।"]
    tags = [
        (tag, text)
        for (tag, _), text in zip(shown.elements, shown.texts, strict=True)
        if tag in ("del", "ins")
    ]
    assert tags == [("del", "আজ"), ("del", "ভালো"), ("del", "খুব"), ("ins", "একদম <b>")]
    assert {"en": "Of 12 words", "bn": "১২টি শব্দ"}[language] in shown.text
    assert {"en": "80% → 30%", "bn": "৮০% → ৩০%"}[language] in shown.text
    name = label_name(after.label, language)
    said = {
        OTHER: {"en": f"The answer would be “{name}”.", "bn": f"উত্তর হতো “{name}”।"},
        IS: {"en": f"The answer stays “{name}”.", "bn": f"উত্তর “{name}”-ই থাকে।"},
    }
    assert said[after][language] in shown.text


def test_hostile_text_does_no_harm():
    text = "<script>alert(1)</script> ভালো <img src=x onerror=alert(1)>"
    spans = tuple(word_spans(text))
    found = replace(NOTHING, text=text, words=spans, removal=Removal(tuple(range(len(spans))), OTHER))
    html = render_changes({"sentiment": found}, "bn")
    assert "<script" not in html
    assert "<img" not in html
