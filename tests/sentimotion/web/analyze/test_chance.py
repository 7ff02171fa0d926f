"""Is an explanation better than chance: what the page asks, when it gives way, and what it says."""

import pytest

from explain import ChanceRank, DeletionCurve
from sentimotion.errors import ExplanationError
from sentimotion.i18n.messages import LANGUAGES, say
from sentimotion.labels import HEADS
from sentimotion.web.analyze.chance import ChanceTest, render_rank, render_tests, run_tests, say_rank
from sentimotion.web.analyze.events import AnalyzeEvents
from sentimotion.web.analyze.state import AnalyzeState
from sentimotion.web.analyze.views import show_doubt
from sentimotion.web.session import background
from sentimotion.web.session.background import Work
from tests.sentimotion.web import Shown, rest
from tests.sentimotion.web.visitor import Visitor

# Twelve words, of which three are taken out: more choices than are compared.
TEXT = "আজ সকালে বৃষ্টি থেমে গেছে তাই মনটা ভালো আর পথে অনেক মানুষ।"
SHORT = "মন ভালো নেই।"


@pytest.fixture
def visitor(bert_model):
    found = Visitor(AnalyzeEvents(bert_model), AnalyzeState())
    found.do(found.handlers.predict, TEXT, 0.5, 0.5)
    found.explain()
    yield found
    rest()


def rank_of(n_beaten, n_sets=200, n_wanted=200):
    return ChanceRank((1, 4), 1.5, n_beaten, n_sets, n_wanted)


def test_both_heads_get_a_first_figure_and_the_last(visitor):
    first, last = visitor.steps(visitor.handlers.rank)
    for head in HEADS:
        assert 40 <= first.ranks[head].n_sets < 200
        assert (last.ranks[head].n_sets, last.ranks[head].n_wanted) == (200, 200)
    (*_, expected) = visitor.handlers.model.chance_ranks(last.analysis.encoded, last.explanations)
    assert last.ranks == expected
    # What is known is not measured again.
    assert list(visitor.steps(visitor.handlers.rank)) == []


def test_another_question_is_compared_anew_and_the_other_head_is_not(visitor):
    before = visitor.do(visitor.handlers.rank).ranks
    state = visitor.do(visitor.handlers.click_bar, head="emotion", index=1)
    assert list(state.ranks) == ["sentiment"]
    visitor.explain()
    after = visitor.do(visitor.handlers.rank).ranks
    assert after["sentiment"] is before["sentiment"]
    assert after["emotion"] is not before["emotion"]


def test_a_new_answer_ends_it_and_has_nothing_of_it(visitor):
    steps = visitor.steps(visitor.handlers.rank)
    next(steps)
    state = visitor.do(visitor.handlers.predict, SHORT, 0.5, 0.5)
    assert list(steps) == []
    assert dict(state.ranks) == {}


def test_it_gives_way_to_explanations(visitor, monkeypatch):
    """While one is running, of any visitor, the next part waits; a new click ends the waiting."""
    steps = visitor.steps(visitor.handlers.rank)
    next(steps)
    waited = []

    def going_on():
        waited.append(True)
        if len(waited) == 3:
            visitor.do(visitor.handlers.predict, SHORT, 0.5, 0.5)
        return len(waited) < 10

    monkeypatch.setattr(Work, "is_any_going_on", going_on)
    assert list(steps) == []
    assert len(waited) < 10


def test_it_does_not_wait_for_ever(visitor, monkeypatch):
    """What nobody has asked for must not fill the queue."""
    steps = visitor.steps(visitor.handlers.rank)
    next(steps)
    clock = iter(range(0, 1000, 4))
    with monkeypatch.context() as patched:
        patched.setattr(Work, "is_any_going_on", lambda: True)
        patched.setattr(background, "monotonic", lambda: float(next(clock)))
        assert list(steps) == []


def test_nothing_runs_unasked_on_a_device_that_is_paid_in_minutes(visitor, monkeypatch):
    monkeypatch.setattr(visitor.handlers.model, "is_on_loan", True, raising=False)
    assert list(visitor.steps(visitor.handlers.rank)) == []


def test_a_test_grows_to_all_erasers_and_curves(visitor):
    steps = list(visitor.steps(visitor.handlers.look_into("chance")))
    shares = [state.measured("chance").done for state in steps[:-1]]
    assert shares == sorted(shares)
    assert 0.95 < shares[-1] <= 1.0
    assert steps[-1].measured("chance").done is None
    for head in HEADS:
        test = steps[-1].measured("chance").found[head]
        assert list(test.ranks) == list(visitor.handlers.model.erasers) == ["mask", "pad", "cut"]
        assert len(test.curve.at_random) == 20


def test_a_stopped_test_keeps_what_it_has(visitor):
    steps = visitor.steps(visitor.handlers.look_into("chance"))
    while not next(steps).measured("chance").found["sentiment"].curve:
        pass
    visitor.do(visitor.handlers.stop)
    *_, last = steps
    measured = last.measured("chance")
    assert measured.done is None
    assert measured.found["sentiment"].curve is not None
    assert dict(measured.found["sentiment"].ranks) == {}


def test_a_test_that_fails_says_so(visitor, monkeypatch):
    def fails(*_, **__):
        raise ExplanationError("not finite")

    monkeypatch.setattr(visitor.handlers.model, "deletion_curves", fails)
    state = visitor.do(visitor.handlers.look_into("chance"))
    measured = state.measured("chance")
    assert isinstance(measured.done, ExplanationError)
    assert "data-error" in show_doubt("chance", "en", measured)


@pytest.mark.parametrize(
    ("rank", "kind", "message"),
    [
        (rank_of(190), "better", "chance_better"),
        (rank_of(189), "not_better", "chance_not_better"),
        (rank_of(47, 48), "so_far", "chance_so_far"),
        (rank_of(10, 48), "so_far", "chance_so_far"),
        (rank_of(18, 18, 19), "short", "chance_short"),
        (rank_of(19, 19, 19), "short", "chance_short"),
        (rank_of(19, 20, 20), "better", "chance_better"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_sentence_says(rank, kind, message, language):
    shown = Shown(render_rank(rank, language))
    (attributes,) = shown.with_attribute("data-chance")
    assert attributes["data-chance"] == kind
    digits = str.maketrans("0123456789", "0123456789" if language == "en" else "০১২৩৪৫৬৭৮৯")
    numbers = {"beaten": str(rank.n_beaten).translate(digits), "sets": str(rank.n_sets).translate(digits)}
    expected = say(message, language, **numbers)
    assert say_rank(rank, language) == expected
    assert shown.texts_of("chance") == [expected]


def test_an_empty_line_keeps_the_place():
    assert render_rank(None, "en") == '<p class="chance"></p>'


def test_hostile_words_do_no_harm(bert_model):
    text = "<script>alert(1)</script> ভালো <img src=x onerror=alert(1)> কথা"
    encoded = bert_model.encode(text)
    *_, (_, tests) = run_tests(bert_model, encoded, bert_model.explain_heads(encoded))
    html = render_tests(tests, "bn")
    assert "<script" not in html
    assert "<img" not in html


def test_the_picture_of_a_curve():
    """A line that falls at once, in a band from it to one that falls at the end."""
    curve = DeletionCurve((0, 1), (2.0, 0.0, 0.0), ((2.0, 2.0, 0.0), (2.0, 0.0, 0.0)))
    html = render_tests({"emotion": ChanceTest("fear", {}, curve)}, "en")
    assert 'points="40.0,4.0 178.0,128.0 316.0,128.0"' in html
    assert 'points="40.0,4.0 178.0,4.0 316.0,128.0 316.0,128.0 178.0,128.0 40.0,4.0"' in html
    assert ">2.00</text>" in html
    assert "words taken out: 2" in html
