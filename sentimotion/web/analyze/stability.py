"""Compare an explanation with other baselines and methods."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

from markupsafe import Markup

from explain import ProgressCallback, rank_agreement
from sentimotion.explanations.results import Explanation, Method
from sentimotion.i18n.messages import Language
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText
from sentimotion.web.session.background import Done, with_progress

Checks = Mapping[Head, tuple[tuple[str, Explanation], ...]]
"""For each head, pairs of a method's message key and its explanation."""

# With the baseline of the shown explanation.
_METHODS: Final[tuple[Method, ...]] = ("leave_one_out", "gradient_x_input")
_TOP: Final = 3
# Minimum Kendall's tau-b for orders that are called similar, and partly similar.
_SAME, _PARTLY = 0.7, 0.35


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


def check(
    model: SentimotionModel, encoded: EncodedText, shown: Mapping[Head, Explanation], canceled: Event
) -> Iterator[float | Checks]:
    """Explain the same scores with other baselines and methods; yields progress.

    :param encoded: The text.
    :param shown: The explanations to test, of this text.
    :param canceled: Setting it from any thread stops the work.
    :returns: Fractions done, 0 to 1, then the explanations. Baselines that the tokenizer lacks are left out.
    :raises SentimotionError: As :meth:`SentimotionModel.explain_heads` does.
    """
    asked: list[tuple[str, dict[str, Any]]] = [
        *((f"method_{baseline}", {"baseline": baseline}) for baseline in model.other_baselines),
        *((f"method_{method}", {"method": method}) for method in _METHODS),
    ]

    def work(report: ProgressCallback) -> Checks:
        found: dict[Head, list[tuple[str, Explanation]]] = {head: [] for head in shown}
        for number, (name, options) in enumerate(asked):

            def part(done: int, total: int, number: int = number) -> None:
                report(number * 1000 + round(1000 * done / total), 1000 * len(asked))

            part(0, 1)
            explanations = model.explain_heads(
                encoded,
                heads=tuple(shown),
                labels={head: explanation.label for head, explanation in shown.items()},
                contrasts={head: explanation.contrast for head, explanation in shown.items()},
                on_progress=part,
                **options,
            )
            for head, explanation in explanations.items():
                found[head].append((name, explanation))
        return {head: tuple(results) for head, results in found.items()}

    for event in with_progress(work, canceled):
        yield event.result if isinstance(event, Done) else event


def top_words(explanation: Explanation) -> list[int]:
    """Indexes of the three strongest words by absolute attribution, strongest first."""
    words = explanation.words
    return sorted(range(len(words)), key=lambda index: -abs(words[index].attribution))[:_TOP]


def stability_of(shown: Explanation, others: tuple[tuple[str, Explanation], ...]) -> Stability | None:
    """Stability of the shown explanation's strongest word in the others; None if there are no words."""
    top = top_words(shown)
    if not top:
        return None
    same = sum(top_words(explanation)[0] == top[0] for _, explanation in others)
    return Stability(shown.words[top[0]].text, 1 + same, 1 + len(others))


def render_stability(shown: Mapping[Head, Explanation], checks: Checks, language: Language) -> Markup:
    """One table per head: the three strongest words of each method and its rank agreement.

    A sentence above each table states whether the strongest word is stable.
    """
    return render_template(
        "web/analyze/stability.html",
        language=language,
        shown=shown,
        checks=checks,
        # Called by the template.
        order_of=_order,
        stability_of=stability_of,
        top_words=top_words,
    )


def _order(shown: Explanation, other: Explanation) -> str:
    """Rank agreement of two explanations, as a message."""
    agreement = rank_agreement(*([word.attribution for word in e.words] for e in (shown, other)))
    if agreement is None:
        return "order_none"
    return "order_same" if agreement >= _SAME else "order_partly" if agreement >= _PARTLY else "order_other"
