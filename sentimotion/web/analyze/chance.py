"""Is this explanation better than chance? Its test, and how the page says what came out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from explain import ChanceRank, DeletionCurve, Eraser
from explain.faithfulness.chance import N_SETS
from explain.faithfulness.deletion_curve import N_ORDERS
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, count, say
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText


@dataclass(frozen=True, slots=True)
class ChanceTest:
    """An explanation under each eraser, and word by word.

    :param label: The explained label.
    :param ranks: By eraser; those that are missing are being measured.
    :param curve: The score as the words are taken out by the first eraser.
    """

    label: str
    ranks: Mapping[Eraser, ChanceRank] = field(default_factory=dict)
    curve: DeletionCurve | None = None


def run_tests(
    model: SentimotionModel, encoded: EncodedText, shown: Mapping[Head, Explanation]
) -> Iterator[tuple[float, Mapping[Head, ChanceTest]]]:
    """Test the explanations of a text: word by word, then under each eraser.

    :param encoded: The text.
    :param shown: The explanations of it, by head.
    :returns: The fraction done, 0 to 1, with what there is.
    :raises SentimotionError: As :meth:`SentimotionModel.faithfulness` does.
    """
    tests = {head: ChanceTest(explanation.label) for head, explanation in shown.items()}
    n_parts, n_done = len(shown) + len(model.erasers), 0
    for head, explanation in shown.items():
        for curve in model.deletion_curves(encoded, explanation):
            tests = {**tests, head: replace(tests[head], curve=curve)}
            yield (n_done + len(curve.at_random) / N_ORDERS) / n_parts, tests
        n_done += 1
    for eraser in model.erasers:
        for ranks in model.chance_ranks(encoded, shown, eraser=eraser):
            tests = {
                head: replace(test, ranks={**test.ranks, eraser: ranks[head]}) for head, test in tests.items()
            }
            share = min(rank.n_sets / rank.n_wanted if rank.n_wanted else 1.0 for rank in ranks.values())
            yield (n_done + share) / n_parts, tests
        n_done += 1


def _verdict(rank: ChanceRank) -> str:
    if rank.is_too_short:
        return "short"
    if rank.n_sets < rank.n_wanted:
        return "so_far"
    return "better" if rank.is_better else "not_better"


def say_rank(rank: ChanceRank, language: Language) -> str:
    """A sentence: how the strongest words compare with random choices."""
    numbers = {"beaten": count(rank.n_beaten, language), "sets": count(rank.n_sets, language)}
    return say(f"chance_{_verdict(rank)}", language, **numbers)


def render_rank(rank: ChanceRank | None, language: Language) -> Markup:
    """Render the sentence above the colors; an empty line while there is nothing to say."""
    if rank is None:
        return Markup('<p class="chance"></p>')
    return Markup('<p class="chance" role="status" lang="{}" data-chance="{}">{}</p>').format(
        language, _verdict(rank), say_rank(rank, language)
    )


# Of the picture, in its own units: room at the left for the scores, below for the numbers of words.
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 320, 150, 40, 22


def render_tests(tests: Mapping[Head, ChanceTest], language: Language) -> Markup:
    """Render each head's curve beside the band of random orders, and the ranks under each eraser."""
    return render_template(
        "web/analyze/chance_tests.html",
        language=language,
        tests=tests,
        n_sets=N_SETS,
        n_orders=N_ORDERS,
        curves={head: _drawn(test.curve) for head, test in tests.items() if test.curve is not None},
        # Called by the template.
        say_rank=say_rank,
    )


def _drawn(curve: DeletionCurve) -> dict[str, object]:
    """The picture of a curve: points of its line, and of the band of all random orders."""
    rows = [*curve.at_random, curve.scores]
    low, high = min(map(min, rows)), max(map(max, rows))
    span = (high - low) or 1.0
    n_words = max(1, len(curve.order))

    def points(scores: Sequence[float]) -> list[str]:
        return [
            f"{_LEFT + (_WIDTH - _LEFT - 4) * index / n_words:.1f},"
            f"{4 + (_HEIGHT - _BOTTOM - 4) * (high - score) / span:.1f}"
            for index, score in enumerate(scores)
        ]

    columns = list(zip(*curve.at_random, strict=True)) if curve.at_random else []
    upper, lower = ([pick(column) for column in columns] for pick in (max, min))
    return {
        "line": " ".join(points(curve.scores)),
        "band": " ".join([*points(upper), *reversed(points(lower))]),
        "low": low,
        "high": high,
        "n_words": len(curve.order),
        "width": _WIDTH,
        "height": _HEIGHT,
        "left": _LEFT,
        "bottom": _HEIGHT - _BOTTOM,
    }
