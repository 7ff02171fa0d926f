"""Which words work together: what the page asks, when it gives way, and the arcs it draws."""

import pytest

from sentimotion.errors import ExplanationError, TooManyWords
from sentimotion.explanations.interactions import Interactions, WordPair
from sentimotion.explanations.results import Request
from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.labels import HEADS
from sentimotion.text.words import word_spans
from sentimotion.web.analyze.doubts import Measured
from sentimotion.web.analyze.events import AnalyzeEvents
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.analyze.views import show_doubt
from sentimotion.web.analyze.words_together import render_together, strongest_pairs
from sentimotion.web.session.background import Work
from tests.sentimotion.web import Shown, rest
from tests.sentimotion.web.visitor import Visitor

TEXT = "“আজ মনটা” খুব ভালো, সবার।"
LONG = "মন " * 17


@pytest.fixture
def visitor(bert_model):
    found = Visitor(AnalyzeEvents(bert_model), AnalyzeState())
    found.do(found.handlers.predict, TEXT, 0.5, 0.5)
    found.explain()
    yield found
    rest()


def of(text, *pairs, label="negative", contrast=None):
    spans = tuple(word_spans(text))
    n_pairs = len(spans) * (len(spans) - 1) // 2
    return Interactions(
        text,
        Request("sentiment", label, contrast),
        "mask",
        spans,
        0.0,
        (0.0,) * len(spans),
        tuple(WordPair(words, value) for words, value in pairs),
        n_pairs,
        "embedded",
    )


def test_all_pairs_of_both_heads_for_what_is_explained(visitor):
    visitor.do(visitor.handlers.click_bar, head="emotion", index=1)
    visitor.do(visitor.handlers.click_bar, head="emotion", index=2)
    visitor.explain()
    state = visitor.do(visitor.handlers.look_into("together"))
    measured = state.measured("together")
    assert measured.done is None
    for head in HEADS:
        found = measured.found[head]
        assert len(found.pairs) == found.n_pairs == 10
        assert found.request == state.explanations[head].request
    assert measured.found["emotion"].request.contrast is not None


def test_another_question_or_text_drops_them(visitor):
    assert visitor.do(visitor.handlers.look_into("together")).measured("together").found
    assert not visitor.do(visitor.handlers.click_bar, head="emotion", index=1).measured("together").found
    visitor.explain()
    assert visitor.do(visitor.handlers.look_into("together")).measured("together").found
    assert not visitor.do(visitor.handlers.predict, "অন্য কথা", 0.5, 0.5).measured("together").found


def growing(visitor, monkeypatch, between):
    """Let the pairs come in two steps; ``between`` happens after the first."""
    model, real = visitor.handlers.model, visitor.handlers.model.pair_interactions

    def steps(encoded, requests):
        *_, complete = real(encoded, requests)
        half = {
            head: of(found.text, *((pair.words, pair.interaction) for pair in found.pairs[:5]))
            for head, found in complete.items()
        }
        yield half
        between()
        yield half
        yield complete

    with monkeypatch.context() as patched:
        patched.setattr(model, "pair_interactions", steps)
        return list(visitor.steps(visitor.handlers.look_into("together")))


def test_progress_is_shown_and_no_arcs_before_all_are_measured(visitor, monkeypatch):
    begun, last = growing(visitor, monkeypatch, lambda: None)
    assert begun.measured("together") == Measured(None, 0.5)
    meter = Shown(show_doubt("together", "en", begun.measured("together")))
    assert "50%" in meter.text
    assert meter.with_attribute("data-stop")
    assert last.measured("together").found["emotion"].pairs


def test_a_stop_and_a_new_text_end_it(visitor, monkeypatch):
    states = growing(visitor, monkeypatch, lambda: visitor.do(visitor.handlers.stop))
    assert states[-1].measured("together") == Measured()
    states = growing(visitor, monkeypatch, lambda: visitor.do(visitor.handlers.predict, "অন্য কথা", 0.5, 0.5))
    assert states[-1].measured("together") == Measured()
    assert states[-1].analysis.encoded.text == "অন্য কথা"


def test_it_gives_way_to_explanations(visitor, monkeypatch):
    """While one is running, of any visitor, the next part waits; a stop ends the waiting."""
    waited = []

    def going_on():
        waited.append(True)
        if len(waited) == 3:
            visitor.do(visitor.handlers.stop)
        return True

    with monkeypatch.context() as patched:
        patched.setattr(Work, "is_any_going_on", going_on)
        states = growing(visitor, monkeypatch, lambda: None)
    assert states[-1].measured("together") == Measured()
    assert len(waited) == 3


def test_a_longer_text_gets_one_sentence(visitor):
    visitor.do(visitor.handlers.predict, LONG, 0.5, 0.5)
    visitor.explain()
    measured = visitor.do(visitor.handlers.look_into("together")).measured("together")
    assert isinstance(measured.done, TooManyWords)
    for language in LANGUAGES:
        html = show_doubt("together", language, measured)
        numbers = ("16", "17") if language == "en" else ("১৬", "১৭")
        assert "error" not in html  # nothing has failed
        assert Shown(html).text == say(
            "error_too_many_words", language, **dict(zip(("limit", "words"), numbers, strict=True))
        )


def test_one_that_fails_says_so(visitor, monkeypatch):
    def fails(*_):
        raise ExplanationError("not finite")

    monkeypatch.setattr(visitor.handlers.model, "pair_interactions", fails)
    state = visitor.do(visitor.handlers.look_into("together"))
    assert "data-error" in show_doubt("together", "en", state.measured("together"))


def test_nothing_is_asked_without_words(bert_model):
    visitor = Visitor(AnalyzeEvents(bert_model), AnalyzeState())
    assert list(visitor.steps(visitor.handlers.look_into("together"))) == []
    visitor.do(visitor.handlers.predict, "!!!", 0.5, 0.5)
    visitor.explain()
    assert list(visitor.steps(visitor.handlers.look_into("together"))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_arcs_go_from_the_middle_of_a_word_to_the_middle_of_another(language):
    found = of(TEXT, ((2, 3), -2.0), ((0, 4), 1.0), ((1, 2), 0.5), ((0, 1), 0.4), contrast="positive")
    shown = Shown(render_together({"sentiment": found}, language))
    arcs = [attributes for attributes in shown.with_attribute("aria-hidden") if "arc" in attributes["class"]]
    assert [(arc["class"], arc["style"]) for arc in arcs] == [
        ("arc away", "--start:6;--end:8;--reach:1;--strength:1.00"),
        ("arc toward", "--start:2;--end:10;--reach:4;--strength:0.50"),
        ("arc toward", "--start:4;--end:6;--reach:1;--strength:0.25"),
    ]
    # Two columns a word, and the words as they are typed, punctuation included.
    (grid,) = [
        attributes for attributes in shown.with_attribute("style") if "--columns" in attributes["style"]
    ]
    assert (grid["style"], grid["data-length"]) == ("--columns:10", "short")
    words = [
        text for (tag, at), text in zip(shown.elements, shown.texts, strict=True) if (tag, at) == ("span", {})
    ]
    assert words == ["“আজ", "মনটা”", "খুব", "ভালো,", "সবার।"]
    assert [pair["data-pair"] for pair in shown.with_attribute("data-pair")] == ["2-3", "0-4", "1-2"]
    assert shown.texts_of("away") == ["", say("pairs_less", language)]
    assert ("−2.00" if language == "en" else "−২.০০") in shown.text
    assert "“খুব” + “ভালো”" in shown.text


def test_pairs_that_are_0_are_not_drawn():
    assert strongest_pairs(of("এক দুই", ((0, 1), 0.004))) == []
    assert 'class="arc ' not in render_together({"sentiment": of("এক দুই", ((0, 1), 0.0))}, "en")


def test_one_word():
    assert say("pairs_none", "bn") in render_together({"sentiment": of("মন।")}, "bn")


def test_hostile_words_do_no_harm(bert_model):
    text = "<script>alert(1)</script> ভালো <img src=x onerror=alert(1)> “কথা”<b"
    found = {head: bert_model.interactions(text, head) for head in HEADS}
    html = render_together(found, "bn")
    assert "<script" not in html
    assert "<img" not in html
    assert "<b" not in str(html).replace("<br>", "")
