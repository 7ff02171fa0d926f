"""Methods side by side: the same scores by other methods and baselines, and how far they agree."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum
from time import monotonic
from typing import Any, Final

from markupsafe import Markup

from explain import Canceled, ChanceRank, ProgressCallback, rank_agreement
from sentimotion.errors import InvalidRequest
from sentimotion.explanations.attribution import token_groups
from sentimotion.explanations.results import Explanation, Method
from sentimotion.i18n.messages import Language, count, decimal, say
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.components.highlight import render_highlight

# In the order in which they are computed, before and after the other baselines of integrated gradients.
_METHODS: Final[tuple[Method, ...]] = ("decomposition", "leave_one_out", "gradient_x_input")
_SLOW_METHODS: Final[tuple[Method, ...]] = ("expected_gradients", "shapley_sampling")
# Shapley sampling takes 25 passes for each word or mark: 300 at most.
_MAX_SHAPLEY_GROUPS: Final = 12
# Computing time after which the methods that are missing are left out.
_MOST_SECONDS: Final = 45.0
# Minimum Kendall's tau-b for orders that are called similar, and partly similar.
_SAME, _PARTLY = 0.7, 0.35


@dataclass(frozen=True, slots=True)
class MethodRow:
    """What one method says of one head.

    :param name: Message key of the method.
    :param explanation: Its explanation.
    :param rank: Its strongest words beside random choices, once that is measured; may still grow.
    """

    name: str
    explanation: Explanation
    rank: ChanceRank | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The methods as far as they are computed.

    :param rows: By head; the first row is the explanation that the page shows.
    :param left_out: Message keys of methods that do not apply to the text or would take too long.
    """

    rows: Mapping[Head, tuple[MethodRow, ...]]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stability:
    """Stability of the strongest word: the number of methods, of ``all`` methods, that rank it first."""

    word: str
    count: int
    all: int

    @property
    def is_stable(self) -> bool:
        """Whether at least three quarters of the methods agree."""
        return 4 * self.count >= 3 * self.all


def compare_methods(
    model: SentimotionModel,
    encoded: EncodedText,
    shown: Mapping[Head, Explanation],
    has_to_stop: Callable[[], bool],
) -> Iterator[tuple[float, Comparison]]:
    """Explain the same scores with other methods and baselines, one after the other, then rank all of them.

    :param encoded: The text.
    :param shown: The explanations to compare with, of this text.
    :param has_to_stop: Asked again and again; may wait, so as to give way to other work.
    :returns: The fraction done, 0 to 1, with what there is; nothing more once it has to stop. Baselines that
        the tokenizer lacks are left out, and so is what does not fit into 45 s of computing.
    :raises SentimotionError: As :meth:`SentimotionModel.explain_heads` does.
    """
    asked = list(_asked(model, encoded))
    found = Comparison({head: (MethodRow(f"method_{e.baseline}", e),) for head, e in shown.items()})
    n_parts, allowance = len(asked) + 2, _Allowance(has_to_stop)
    yield 1 / n_parts, found
    for number, (name, options) in enumerate(asked, start=2):
        try:
            allowance.report(0, 1)
            explanations = model.explain_heads(
                encoded,
                heads=tuple(shown),
                labels={head: explanation.label for head, explanation in shown.items()},
                contrasts={head: explanation.contrast for head, explanation in shown.items()},
                on_progress=allowance.report,
                **options,
            )
        except (Canceled, InvalidRequest):
            if has_to_stop():
                return
            found = replace(found, left_out=(*found.left_out, name))
            continue
        rows = {head: (*found.rows[head], MethodRow(name, explanations[head])) for head in shown}
        found = replace(found, rows=rows)
        yield number / n_parts, found
    for share, ranked in _ranked(model, encoded, found):
        yield (n_parts - 1 + share) / n_parts, ranked
        if has_to_stop():
            return


def _asked(model: SentimotionModel, encoded: EncodedText) -> Iterator[tuple[str, dict[str, Any]]]:
    """Message key and options of each method, but for the one that the page shows."""
    for method in _METHODS:
        yield f"method_{method}", {"method": method}
    for baseline in model.other_baselines:
        yield f"method_{baseline}", {"baseline": baseline}
    for method in _SLOW_METHODS:
        if method != "shapley_sampling" or 0 < len(token_groups(encoded)) <= _MAX_SHAPLEY_GROUPS:
            yield f"method_{method}", {"method": method}


def _ranked(
    model: SentimotionModel, encoded: EncodedText, found: Comparison
) -> Iterator[tuple[float, Comparison]]:
    """Rank the rows of all heads beside the same random choices of words."""
    explanations = {
        (head, place): row.explanation
        for head, rows in found.rows.items()
        for place, row in enumerate(rows)
        if row.explanation.words
    }
    if not explanations:
        return
    for ranks in model.chance_ranks(encoded, explanations):
        rows = {
            head: tuple(replace(row, rank=ranks.get((head, place))) for place, row in enumerate(own))
            for head, own in found.rows.items()
        }
        share = min(rank.n_sets / rank.n_wanted if rank.n_wanted else 1.0 for rank in ranks.values())
        yield share, replace(found, rows=rows)


class _Allowance:
    """Ends work that has to stop or has taken too long, at its progress reports; waiting does not count."""

    def __init__(self, has_to_stop: Callable[[], bool]) -> None:
        self._has_to_stop, self._spent, self._since = has_to_stop, 0.0, monotonic()
        self.report: ProgressCallback = self._report

    def _report(self, _done: int, _total: int) -> None:
        self._spent += monotonic() - self._since
        if self._spent > _MOST_SECONDS or self._has_to_stop():
            raise Canceled("no other methods are to be asked")
        self._since = monotonic()


def stability_of(rows: tuple[MethodRow, ...]) -> Stability | None:
    """Stability of the first row's strongest word in the others; None if there are no words."""
    firsts = [order[0] for row in rows if (order := by_strength(row.explanation))]
    if not firsts:
        return None
    word = rows[0].explanation.words[firsts[0]].text
    return Stability(word, sum(first == firsts[0] for first in firsts), len(firsts))


def render_comparison(comparison: Comparison, language: Language, *, is_growing: bool = False) -> Markup:
    """One list per head: for each method the colored words, their sum, their rank and their agreement.

    :param is_growing: Whether more is to come. If not, a sentence above each list states whether the
        strongest word is stable.
    """
    return render_template(
        "web/analyze/stability.html",
        language=language,
        comparison=comparison,
        is_growing=is_growing,
        left_out="; ".join(say(name, language) for name in comparison.left_out),
        # Called by the template.
        fsum=fsum,
        render_highlight=render_highlight,
        say_agreement=_say_agreement,
        say_row_rank=_say_row_rank,
        stability_of=stability_of,
    )


def _say_row_rank(rank: ChanceRank, language: Language) -> str:
    """How a row's strongest words compare with random choices."""
    if rank.is_too_short:
        return say("row_rank_short", language)
    key = "row_rank" if rank.is_better else "row_rank_weak"
    return say(key, language, beaten=count(rank.n_beaten, language), sets=count(rank.n_sets, language))


def _say_agreement(first: Explanation, other: Explanation, language: Language) -> str:
    """Rank agreement of two explanations, in words and as Kendall's tau-b."""
    agreement = rank_agreement(*([word.attribution for word in e.words] for e in (first, other)))
    if agreement is None:
        return say("order_none", language)
    name = "order_same" if agreement >= _SAME else "order_partly" if agreement >= _PARTLY else "order_other"
    return say("row_order", language, order=say(name, language), tau=decimal(agreement, language))
