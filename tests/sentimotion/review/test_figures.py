"""The lead's figures, held to small cases worked out by hand and to the libraries."""

import json
import math
from datetime import UTC, datetime, timedelta

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, precision_score, recall_score

from sentimotion.errors import InvalidReview
from sentimotion.labels import HEADS, LABELS
from sentimotion.review.agreement import alpha, kappa, kappas, pair_kappas
from sentimotion.review.confusion import confusion
from sentimotion.review.curve import threshold_curve
from sentimotion.review.intervals import Measure, share
from sentimotion.review.lead import lead_figures
from sentimotion.review.lead_text import render_figures
from sentimotion.review.mind_changes import changes
from sentimotion.review.records import Item, Project, ProjectContents, ReviewSettings, Verdict
from tests.sentimotion.review.stub import SEEN, spread

START = datetime(2026, 5, 1, tzinfo=UTC)


def measures(value):
    """Every measure within figures."""
    if isinstance(value, Measure):
        yield value
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from measures(getattr(value, name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from measures(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from measures(one)


def item(number, sentiment="positive", emotion="happy", *, sure=0.9, gold=(None, None), is_random=True):
    return Item(
        number,
        1,
        number,
        number + 2,
        None,
        f"লেখা {number}",
        *gold,
        spread("sentiment", sentiment, sure),
        spread("emotion", emotion, sure),
        False,
        is_random,
        SEEN,
    )


class Story:
    """Verdicts as they are made."""

    def __init__(self, items, settings=None):
        self.items, self.verdicts, self.explained = items, [], set()
        self.settings = settings or ReviewSettings()

    def decide(self, who, number, sentiment=None, emotion=None, *, action="decide", note="", after=False):
        assignment = 1000 * number + sum(map(ord, who))
        if after:
            self.explained.add(assignment)
        place = len(self.verdicts)
        self.verdicts.append(
            Verdict(
                place,
                assignment,
                number,
                sum(map(ord, who)),
                who,
                action,
                sentiment,
                emotion,
                note,
                after,
                SEEN,
                START + timedelta(minutes=place),
            )
        )
        return assignment

    def contents(self):
        project = Project(1, "প্রকল্প", self.settings, SEEN, START, len(self.items), 0)
        return ProjectContents(project, tuple(self.items), tuple(self.verdicts), frozenset(self.explained))

    def figures(self, **options):
        return lead_figures(self.contents(), **options)


class TestShare:
    def test_wilson(self):
        found = share([[True], [True], [False], [True]], "nothing_decided")
        expected = binomtest(3, 4).proportion_ci(0.95, method="wilson")
        assert found == Measure(0.75, expected.low, expected.high, 4)
        # Not the normal approximation, whose interval would be empty here.
        assert share([[True]] * 5, "nothing_decided").low == pytest.approx(0.5655, abs=1e-4)

    def test_nothing(self):
        assert share([], "no_gold") == share([[]], "no_gold") == Measure(None, None, None, 0, "no_gold")

    def test_decisions_on_one_item_are_not_independent(self):
        together = share([[True] * 10, [False] * 10] * 5, "nothing_decided")
        apart = share([[one] for one in [True] * 50 + [False] * 50], "nothing_decided")
        assert (together.value, together.n) == (apart.value, apart.n) == (0.5, 100)
        assert together.high - together.low > 2 * (apart.high - apart.low)

    def test_all_alike_counts_each_item_once(self):
        assert share([[True, True]] * 5, "nothing_decided").low == share([[True]] * 5, "nothing_decided").low
        one = share([[True, False]], "nothing_decided")
        assert (one.value, one.n) == (0.5, 2)

    @given(st.lists(st.lists(st.booleans(), max_size=4), max_size=12))
    def test_the_interval_holds_the_share(self, hits):
        found = share(hits, "nothing_decided")
        if found.value is not None and found.low is not None:
            assert -1e-9 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1 + 1e-9


class TestKappa:
    def test_by_hand(self):
        # 20 of 50 agreed yes, 15 agreed no: Cohen's kappa is 0.4 (the textbook example).
        pairs = [("negative", "negative")] * 20 + [("negative", "positive")] * 5
        pairs += [("positive", "negative")] * 10 + [("positive", "positive")] * 15
        found = kappa("sentiment", pairs, "no_overlap")
        assert found.value == pytest.approx(0.4)
        assert found.low < 0.4 < found.high
        assert (found.low, found.high) == (pytest.approx(0.13, abs=0.05), pytest.approx(0.66, abs=0.05))

    def test_none(self):
        assert kappa("sentiment", [], "no_overlap").reason == "no_overlap"
        assert kappa("sentiment", [("neutral", "neutral")] * 9, "no_overlap") == Measure(
            None, None, None, 9, "one_label"
        )

    def test_one_pair(self):
        assert kappa("sentiment", [("neutral", "positive")], "no_overlap").value == 0.0

    @given(st.lists(st.tuples(*[st.sampled_from(LABELS["emotion"])] * 2), min_size=1, max_size=40))
    def test_many_tables_at_once_give_what_sklearn_gives(self, pairs):
        one, other = zip(*pairs, strict=True)
        table = np.zeros((1, 6, 6), dtype=int)
        for first, second in pairs:
            table[0, LABELS["emotion"].index(first), LABELS["emotion"].index(second)] += 1
        (found,) = kappas(table)
        if len({*one, *other}) == 1:
            assert math.isnan(found)
        else:
            assert found == pytest.approx(cohen_kappa_score(one, other))

    def test_pairs_of_annotators(self):
        labels = {
            1: {"ক": "positive", "খ": "positive"},
            2: {"ক": "negative", "খ": "negative", "গ": "negative"},
            3: {"খ": "neutral"},
        }
        one, two, three = pair_kappas("sentiment", labels, ["ক", "খ", "গ"])
        assert (one.one, one.other, one.kappa.value, one.kappa.n) == ("ক", "খ", 1.0, 2)
        assert two.kappa.reason == three.kappa.reason == "one_label"
        assert pair_kappas("sentiment", {1: {"ক": "positive"}, 2: {"খ": "positive"}}, ["ক", "খ"])[
            0
        ].kappa == Measure(None, None, None, 0, "no_overlap")


class TestAlpha:
    def test_against_the_library_on_its_own_form(self):
        random = np.random.default_rng(3)
        labels, table = {}, np.full((3, 40), np.nan)
        for number in range(40):
            truth = random.integers(6)
            for who in range(3):
                if random.random() < 0.7:
                    said = truth if random.random() < 0.7 else random.integers(6)
                    labels.setdefault(number, {})[f"জন {who}"] = LABELS["emotion"][said]
                    table[who, number] = said
        found = alpha("emotion", labels)
        assert found.value == pytest.approx(krippendorff.alpha(table, level_of_measurement="nominal"))
        assert found.low < found.value < found.high
        assert found.n == (np.isfinite(table).sum(axis=0) > 1).sum()

    def test_full_agreement(self):
        labels = {n: dict.fromkeys("কখ", ("positive", "negative")[n % 2]) for n in range(10)}
        found = alpha("sentiment", labels)
        assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)

    @pytest.mark.parametrize(
        ("labels", "reason"),
        [
            ({}, "nothing_decided"),
            ({1: {"ক": "positive"}, 2: {"ক": "negative"}}, "one_annotator"),
            ({1: {"ক": "positive"}, 2: {"খ": "negative"}}, "no_overlap"),
            ({1: {"ক": "positive", "খ": "positive"}, 2: {"ক": "negative"}}, "one_label"),
        ],
    )
    def test_reasons(self, labels, reason):
        found = alpha("sentiment", labels)
        assert (found.value, found.reason) == (None, reason)


def test_confusion_cells_lead_to_their_items():
    found = confusion(
        "sentiment",
        [
            (5, "positive", "negative"),
            (3, "positive", "negative"),
            (5, "positive", "negative"),
            (1, "neutral", "neutral"),
        ],
    )
    assert found.cell("positive", "negative").n == 3
    assert found.cell("positive", "negative").items == (5, 3)
    assert found.cell("neutral", "neutral").items == (1,)
    assert sum(cell.n for row in found.rows for cell in row) == 4
    assert [[cell.human for cell in row] for row in found.rows][0] == ["negative"] * 3
    assert [cell.model for cell in found.rows[0]] == list(LABELS["sentiment"])
    assert all(cell.n == 0 and cell.items == () for row in confusion("emotion", []).rows for cell in row)


class TestCurve:
    def test_by_hand(self):
        right, scores = [False, True, False, True, True], [0.4, 0.5, 0.6, 0.7, 0.9]
        curve = threshold_curve(right, scores, 0.7)
        at = {point.threshold: point for point in curve.points}
        assert len(at) == 101
        assert (at[0.0].precision, at[0.0].recall, at[0.0].share) == (0.6, 1.0, 1.0)
        assert (at[0.55].precision, at[0.55].recall, at[0.55].share) == (2 / 3, 2 / 3, 0.6)
        assert (at[0.7].precision, at[0.7].share) == (1.0, 0.4)
        assert (at[0.71].precision, at[0.71].recall, at[0.71].share) == (1.0, 1 / 3, 0.2)
        assert (at[0.95].precision, at[0.95].recall, at[0.95].share) == (None, 0.0, 0.0)
        # 0.5 keeps 3 of 4 right: the lowest that reaches 0.7.
        assert (curve.best.threshold, curve.best.precision, curve.best.share) == (0.5, 0.75, 0.8)
        assert curve.best.precision_low < 0.75 < curve.best.precision_high

    def test_not_reached(self):
        curve = threshold_curve([True, False], [0.5, 0.9], 0.8)
        assert (curve.best, curve.reason, curve.highest_precision) == (None, "not_reached", 0.5)
        assert len(curve.points) == 101

    def test_reasons(self):
        assert threshold_curve([], [], 0.9).reason == "nothing_decided"
        assert threshold_curve([False], [0.9], 0.9).reason == "never_right"

    @settings(max_examples=40)
    @given(
        st.lists(st.tuples(st.booleans(), st.integers(0, 100)), min_size=1, max_size=20).filter(
            lambda pairs: any(right for right, _ in pairs)
        ),
        st.floats(0, 1),
    )
    def test_every_point_is_what_sklearn_says_of_it(self, pairs, wanted):
        right = [one for one, _ in pairs]
        scores = [score / 100 for _, score in pairs]
        curve = threshold_curve(right, scores, wanted)
        for point in curve.points[:: len(curve.points) // 9]:
            kept = [score >= point.threshold for score in scores]
            assert point.share == pytest.approx(np.mean(kept))
            assert point.recall == pytest.approx(recall_score(right, kept))
            if any(kept):
                assert point.precision == pytest.approx(precision_score(right, kept))
        reaching = [
            threshold
            for threshold in sorted(set(scores))
            if precision_score(right, [score >= threshold for score in scores]) >= wanted
        ]
        assert (curve.best.threshold if curve.best else None) == (reaching[0] if reaching else None)


def test_how_often_an_explanation_changes_a_decision():
    story = Story([item(number) for number in range(5)])
    story.decide("ক", 0, "negative", "sadness")
    story.decide("ক", 0, "positive", "sadness", after=True)  # to the model's sentiment
    story.decide("ক", 1, "positive", "happy")
    story.decide("ক", 1, "neutral", "happy", after=True)  # away from it
    story.decide("ক", 2, "negative", "fear")
    story.explained.add(story.verdicts[-1].assignment_id)  # shown, and left as it was
    story.decide("ক", 3, "negative", "fear")
    story.decide("ক", 3, "positive", "fear")  # changed, but before anything was shown
    story.decide("ক", 4, "negative", "happy")
    story.decide("ক", 4, "positive", "happy", after=True)
    story.decide("ক", 4, "negative", "happy", after=True)  # changed back: as it was
    found = story.figures().changes
    expected = binomtest(2, 4).proportion_ci(0.95, method="wilson")
    assert found.rate == Measure(0.5, expected.low, expected.high, 4)
    assert (found.by_head["sentiment"].value, found.by_head["emotion"].value) == (0.5, 0.0)
    assert (found.towards_model["sentiment"], found.from_model["sentiment"]) == (1, 1)
    assert changes([]).rate.reason == "nothing_explained"


def test_which_verdict_counts():
    story = Story([item(0), item(1), item(2)])
    story.decide("ক", 0, "negative", "happy")
    story.decide("ক", 0, "positive", "happy", after=True)
    story.decide("ক", 1, "positive", "happy")
    story.decide("ক", 1, action="skip")
    story.decide("ক", 2, "positive", None)
    final, before = story.figures(), story.figures(stage="before")
    assert (final.heads["sentiment"].model_all.share.value, final.heads["sentiment"].model_all.share.n) == (
        1,
        2,
    )
    assert (before.heads["sentiment"].model_all.share.value, before.heads["sentiment"].model_all.share.n) == (
        0.5,
        2,
    )
    assert final.heads["emotion"].model_all.share.n == 1
    assert final.n_decided_items == 2


def test_random_items_are_told_from_all():
    items = [item(n, gold=("negative", None), is_random=n < 4) for n in range(10)]
    story = Story(items)
    for n in range(10):
        story.decide("ক", n, "positive" if n < 3 else "negative", "happy")
    head = story.figures().heads["sentiment"]
    assert (head.model_random.share.value, head.model_random.share.n) == (0.75, 4)
    assert (head.model_all.share.value, head.model_all.share.n) == (0.3, 10)
    assert (head.gold_random.share.value, head.gold_all.share.value) == (0.25, 0.7)
    assert head.curve.n == 4
    assert head.curves_are_random
    assert story.figures().heads["emotion"].gold_all.share.reason == "no_gold"
    assert story.figures().n_decided_random == 4


def test_the_model_says_what_the_thresholds_make_of_it():
    story = Story([item(0, sure=0.6)], ReviewSettings(sentiment_threshold=0.7))
    story.decide("ক", 0, "neutral", "happy")
    head = story.figures().heads["sentiment"]
    assert head.model_all.share.value == 1.0
    assert head.confusion.cell("neutral", "neutral").items == (0,)
    # The curve asks what the top label is worth, whatever the threshold of the project.
    assert head.curve.reason == "never_right"


def test_progress():
    story = Story([item(n) for n in range(4)])
    story.decide("রহিমা", 0, "positive", note="ভালো")
    story.decide("রহিমা", 1, action="skip")
    story.decide("করিম", 2, "positive")
    story.decide("রহিমা", 0, "negative")
    karim, rahima = story.figures().annotators
    assert (karim.name, karim.decided, karim.skipped, karim.notes) == ("করিম", 1, 0, 0)
    assert (rahima.decided, rahima.skipped, rahima.notes) == (1, 1, 1)
    assert rahima.last == START + timedelta(minutes=3)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("কখগ"),
            st.integers(0, 5),
            st.sampled_from(["decide", "decide", "skip"]),
            st.none() | st.sampled_from(LABELS["sentiment"]),
            st.none() | st.sampled_from(LABELS["emotion"]),
            st.booleans(),
        ),
        max_size=20,
    ),
    st.lists(st.booleans(), min_size=6, max_size=6),
    st.none() | st.sampled_from(LABELS["sentiment"]),
)
def test_whatever_was_decided_there_are_figures_or_reasons(steps, drawn, gold):
    story = Story([item(n, gold=(gold, None), is_random=drawn[n]) for n in range(6)])
    for who, number, action, sentiment, emotion, after in steps:
        story.decide(
            who,
            number,
            sentiment if action == "decide" else None,
            emotion if action == "decide" else None,
            action=action,
            after=after,
        )
    figures = story.figures()

    for measure in measures(figures):
        assert (measure.value is None) == (measure.reason is not None)
    # No NaN: that would be no JSON.
    json.dumps(figures.to_dict(), allow_nan=False)
    text = render_figures("নাম", figures)
    assert "nan" not in text
    assert all(f"## {head}" in text for head in HEADS)


def test_the_figures_as_text():
    story = Story([item(n, gold=("negative", None)) for n in range(6)])
    for n in range(6):
        story.decide("ক|খ", n, "positive" if n else "negative", "happy")
        story.decide("গ", n, "positive", "happy")
    text = render_figures("প্রকল্প", story.figures(wanted_precision=0.8))
    assert "6 of 6 items decided, 6 of 6 random ones" in text
    assert "| ক\\|খ | 6 | 0 | 0 |" in text
    assert "| model, random items | 0.917 (" in text
    assert "Threshold for a precision of 0.8 (random items): 0.9000, which keeps 100.0%" in text
    assert "Changed after the explanation: – (no explanation shown after a decision)" in text


def test_a_wanted_precision_that_cannot_be():
    with pytest.raises(InvalidReview, match="wanted precision"):
        Story([item(0)]).figures(wanted_precision=1.5)
