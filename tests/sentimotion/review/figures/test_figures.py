"""Figures of a project, compared with small cases computed by hand and with libraries."""

import json
import math
from datetime import UTC, datetime, timedelta
from itertools import permutations
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, precision_score, recall_score

from sentimotion.errors import InvalidReview
from sentimotion.labels import HEADS, LABELS
from sentimotion.review.figures.agreement import alpha, kappa, kappas, pair_kappas
from sentimotion.review.figures.confusion import confusion
from sentimotion.review.figures.explanation_effect import explanation_effect
from sentimotion.review.figures.figures import project_figures
from sentimotion.review.figures.figures_text import figures_as_markdown
from sentimotion.review.figures.intervals import Measure, share, wilson, wilson_of_items
from sentimotion.review.figures.threshold_curve import threshold_curve
from sentimotion.review.store.records import Item, Project, ProjectContents, ReviewSettings, Verdict
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
        return project_figures(self.contents(), **options)


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

    def test_items_that_are_all_alike_are_no_certainty(self):
        # Every draw of items gives a half again.
        half = share([[True, False], [False, True, True, False]] * 2, "nothing_decided")
        assert (half.value, half.n) == (0.5, 12)
        expected = binomtest(2, 4).proportion_ci(0.95, method="wilson")
        assert (half.low, half.high) == (expected.low, expected.high)
        third = share([[True, False, False]] * 4, "nothing_decided")
        # Four items with a third each: between one and two of four.
        assert third.low == binomtest(1, 4).proportion_ci(0.95, method="wilson").low
        assert third.high == binomtest(2, 4).proportion_ci(0.95, method="wilson").high

    @given(st.lists(st.lists(st.booleans(), max_size=4), max_size=12))
    def test_the_interval_holds_the_share(self, hits):
        found = share(hits, "nothing_decided")
        if found.value is not None and found.low is not None:
            assert -1e-9 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1 + 1e-9
            assert found.high - found.low > 0.01

    @given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(1, n))))
    def test_wilson_of_items(self, numbers):
        hits, n, n_items = numbers
        found = wilson_of_items(hits, n, n_items)
        assert (found.value, found.n) == (hits / n, n)
        assert found.low - 1e-9 <= found.value <= found.high + 1e-9
        one_each = wilson(hits, n)
        if n_items == n:
            assert found == one_each
        assert found.high - found.low >= one_each.high - one_each.low - 1e-9


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

    @pytest.mark.parametrize(
        "pairs",
        [
            # All agree.
            [("neutral", "neutral"), ("positive", "positive"), ("negative", "negative")],
            # One side says one thing: no better than chance in any draw.
            [("neutral", "neutral"), ("positive", "neutral"), ("negative", "neutral")] * 7,
        ],
    )
    def test_draws_that_are_all_the_same_tell_no_interval(self, pairs):
        found = kappa("sentiment", pairs, "no_overlap")
        assert (found.value, found.low, found.high, found.n) == (
            pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True))),
            None,
            None,
            len(pairs),
        )
        assert found.reason is None

    def test_decisions_on_one_item_are_drawn_together(self):
        pairs = [("negative", "negative")] * 20 + [("negative", "positive")] * 5
        pairs += [("positive", "negative")] * 10 + [("positive", "positive")] * 15
        apart = kappa("sentiment", pairs * 9, "no_overlap")
        together = kappa("sentiment", pairs * 9, "no_overlap", [*range(50)] * 9)
        once = kappa("sentiment", pairs, "no_overlap")
        assert (together.value, together.n) == (apart.value, apart.n) == (pytest.approx(0.4), 450)
        # Nine annotators who say the same of an item know no more than one.
        assert (together.low, together.high) == (pytest.approx(once.low), pytest.approx(once.high))
        assert together.high - together.low > 2 * (apart.high - apart.low)

    def test_kappa_of_items_is_that_of_a_plain_bootstrap(self):
        random = np.random.default_rng(5)
        labels = LABELS["emotion"]
        items = sorted(random.integers(60, size=200).tolist())
        truths = random.integers(6, size=60)
        pairs = [
            (labels[truths[place] if random.random() < 0.6 else random.integers(6)], labels[truths[place]])
            for place in items
        ]
        by_item = {
            place: [pair for one, pair in zip(items, pairs, strict=True) if one == place] for place in items
        }
        drawn = [random.choice(list(by_item), size=len(by_item)) for _ in range(400)]
        values = [
            cohen_kappa_score(*zip(*(pair for place in draw for pair in by_item[place]), strict=True))
            for draw in drawn
        ]
        found = kappa("emotion", pairs, "no_overlap", items)
        low, high = np.percentile(values, [2.5, 97.5])
        assert (found.low, found.high) == (pytest.approx(low, abs=0.03), pytest.approx(high, abs=0.03))

    def test_thousands_of_items_take_no_time(self):
        random = np.random.default_rng(1)
        items = np.repeat(np.arange(5000), 5).tolist()
        labels = LABELS["emotion"]
        pairs = [(labels[one], labels[other]) for one, other in random.integers(6, size=(len(items), 2))]
        begun = process_time()
        assert kappa("emotion", pairs, "no_overlap", items).low is not None
        # Here it is under a second; drawing pair by pair would take minutes.
        assert process_time() - begun < 10

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
    @pytest.mark.parametrize(
        ("observers", "n_pairable", "published"),
        [
            # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), https://repository.upenn.edu/asc_papers/43:
            # A. binary data, two observers; B. nominal data, two observers; C. nominal data, any number of
            # observers, missing data.
            (["0100000010", "1110010000"], 10, 0.095),
            (["aabbdcccedda", "babbbccceddd"], 12, 0.692),
            (["123321412...", "1233224125.3", ".3332342251.", "12332441251."], 11, 0.743),
        ],
    )
    def test_published_examples(self, observers, n_pairable, published):
        names = dict(zip(sorted({*"".join(observers)} - {"."}), LABELS["emotion"], strict=False))
        labels = {
            unit: {str(who): names[said] for who, said in enumerate(column) if said != "."}
            for unit, column in enumerate(zip(*observers, strict=True))
        }
        found = alpha("emotion", labels)
        assert found.value == pytest.approx(published, abs=0.0005)
        assert found.low < found.value < found.high
        assert found.n == n_pairable

    @given(st.lists(st.lists(st.sampled_from(LABELS["emotion"]), min_size=2, max_size=5), min_size=1))
    def test_against_its_definition_over_pairs(self, units):
        """Observed: pairs within units, as many times as labels; expected: pairs of all labels."""
        said = [label for unit in units for label in unit]
        observed = sum(
            sum(one != other for one, other in permutations(unit, 2)) / (len(unit) - 1) for unit in units
        ) / len(said)
        expected = sum(one != other for one, other in permutations(said, 2)) / (len(said) * (len(said) - 1))
        found = alpha("emotion", {n: dict(enumerate(unit)) for n, unit in enumerate(units)})
        if expected == 0:
            assert found.reason == "one_label"
        else:
            assert found.value == pytest.approx(1 - observed / expected)

    def test_full_agreement(self):
        labels = {n: dict.fromkeys("কখ", ("positive", "negative")[n % 2]) for n in range(10)}
        found = alpha("sentiment", labels)
        # Nobody ever differed: that does not tell that nobody would.
        assert (found.value, found.low, found.high, found.n) == (1.0, None, None, 10)
        assert found.reason is None

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
        # Without 0.4, 3 of 4 are right: the lowest step that leaves it out is the lowest that reaches 0.7.
        assert (curve.best.threshold, curve.best.precision, curve.best.share) == (0.401, 0.75, 0.8)
        assert curve.best.recall == 1.0
        assert curve.best.precision_low < 0.75 < curve.best.precision_high

    def test_not_reached(self):
        curve = threshold_curve([True, False], [0.5, 0.9], 0.8)
        assert (curve.best, curve.reason, curve.highest_precision) == (None, "not_reached", 0.5)
        assert len(curve.points) == 101

    def test_what_is_said_of_the_best_holds_at_what_is_shown(self):
        # 0.9996 is no threshold that anyone is shown: neither 1.00, where nothing is kept, nor 0.9996.
        curve = threshold_curve([False, True], [0.9991, 0.9996], 1.0)
        assert (curve.best, curve.reason, curve.highest_precision) == (None, "not_reached", 0.5)
        curve = threshold_curve([False, True], [0.9964, 0.9996], 1.0)
        assert (curve.best.threshold, curve.best.precision, curve.best.share) == (0.997, 1.0, 0.5)
        # All of it reaches what is wanted: no threshold is needed.
        assert threshold_curve([True, True], [0.5, 0.9], 0.9).best.threshold == 0.0

    def test_several_decisions_on_an_item_count_as_one(self):
        right, scores = [True, True, False, True], [0.8, 0.8, 0.6, 0.6]
        together = threshold_curve(right, scores, 0.7, [7, 7, 3, 3])
        apart = threshold_curve(right, scores, 0.7)
        assert apart == threshold_curve(right, scores, 0.7, [1, 2, 3, 4])
        at, alone = ({point.threshold: point for point in curve.points} for curve in (together, apart))
        for threshold, expected in ((0.7, wilson(1, 1)), (0.5, wilson_of_items(3, 4, 2))):
            found = at[threshold]
            assert (found.precision_low, found.precision_high) == (expected.low, expected.high)
            plain = alone[threshold]
            assert (found.precision, found.recall, found.share) == (
                plain.precision,
                plain.recall,
                plain.share,
            )
            assert found.precision_low < plain.precision_low

    def test_reasons(self):
        assert threshold_curve([], [], 0.9).reason == "nothing_decided"
        assert threshold_curve([False], [0.9], 0.9).reason == "never_right"

    @settings(max_examples=40)
    @given(
        st.lists(
            st.tuples(st.booleans(), st.integers(0, 100) | st.floats(0, 100)), min_size=1, max_size=20
        ).filter(lambda pairs: any(right for right, _ in pairs)),
        st.floats(0, 1),
    )
    def test_every_point_is_what_sklearn_says_of_it(self, pairs, wanted):
        right = [one for one, _ in pairs]
        scores = [score / 100 for _, score in pairs]
        curve = threshold_curve(right, scores, wanted)
        for point in curve.points[:: len(curve.points) // 4]:
            kept = [score >= point.threshold for score in scores]
            assert point.share == pytest.approx(np.mean(kept))
            assert point.recall == pytest.approx(recall_score(right, kept))
            if any(kept):
                assert point.precision == pytest.approx(precision_score(right, kept))
        reaching = [
            step / 1000
            for step in range(1001)
            if (kept := [one for one, score in pairs if score / 100 >= step / 1000])
            and sum(kept) / len(kept) >= wanted
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
    assert explanation_effect([]).rate.reason == "nothing_explained"


def test_changes_on_one_item_are_counted_as_one():
    story = Story([item(0), item(1)])
    for who in "কখগঘ":
        story.decide(who, 0, "negative", "happy")
        story.decide(who, 0, "positive", "happy", after=True)
        story.decide(who, 1, "negative", "happy")
        story.explained.add(story.verdicts[-1].assignment_id)
    found = story.figures().changes
    expected = binomtest(1, 2).proportion_ci(0.95, method="wilson")
    assert found.rate == Measure(0.5, expected.low, expected.high, 8)
    assert found.by_head["sentiment"] == found.rate
    assert found.by_head["emotion"].high == binomtest(0, 2).proportion_ci(0.95, method="wilson").high


def test_a_lead_sees_wider_intervals_where_annotators_share_items():
    """Four who say the same of each item; and one who says it of four times as many."""
    shared, alone = Story([item(n) for n in range(20)]), Story([item(n) for n in range(80)])
    for n in range(80):
        said = ("positive", "happy") if n % 20 > 4 else ("negative", "fear")
        shared.items[n % 20] = item(n % 20, *(("positive", "happy") if n % 4 else ("negative", "fear")))
        alone.items[n] = item(n, *(("positive", "happy") if n % 4 else ("negative", "fear")))
        shared.decide("কখগঘ"[n // 20], n % 20, *said)
        alone.decide("ক", n, *said)
    for head in HEADS:
        wide, narrow = (story.figures().heads[head] for story in (shared, alone))
        for one, other in (
            (wide.model_all.share, narrow.model_all.share),
            (wide.model_all.kappa, narrow.model_all.kappa),
        ):
            assert (one.value, one.n) == (pytest.approx(other.value), other.n)
            assert one.high - one.low > 1.5 * (other.high - other.low)
        curves = [(wide.curve, narrow.curve)]
        curves += [(wide.label_curves[label], narrow.label_curves[label]) for label in wide.label_curves]
        for one, other in curves:
            if one.points:
                assert one.points[0].precision == other.points[0].precision
                assert one.points[0].precision_low < other.points[0].precision_low


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
    # The note was taken away when the mind was changed.
    assert (rahima.decided, rahima.skipped, rahima.notes) == (1, 1, 0)
    assert rahima.last == START + timedelta(minutes=3)
    # A changed mind comes with its note again: that is one.
    story.decide("রহিমা", 0, "neutral", note="ভালো")
    story.decide("রহিমা", 0, "positive", note="ভালো")
    assert story.figures().annotators[1].notes == 1


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
    text = figures_as_markdown("নাম", figures)
    assert "nan" not in text
    assert all(f"## {head}" in text for head in HEADS)


def test_the_figures_as_text():
    story = Story([item(n, gold=("negative", None)) for n in range(6)])
    for n in range(6):
        story.decide("ক|খ", n, "positive" if n else "negative", "happy")
        story.decide("গ", n, "positive", "happy")
    text = figures_as_markdown("প্রকল্প", story.figures(wanted_precision=0.8))
    assert "6 of 6 items decided, 6 of 6 random ones" in text
    assert "| ক\\|খ | 6 | 0 | 0 |" in text
    assert "| model, random items | 0.917 (" in text
    assert "Threshold for a precision of 0.8 (random items): 0.000, which keeps 100.0%" in text
    assert "Changed after the explanation: – (no explanation shown after a decision)" in text


def test_a_wanted_precision_that_cannot_be():
    with pytest.raises(InvalidReview, match="wanted precision"):
        Story([item(0)]).figures(wanted_precision=1.5)
