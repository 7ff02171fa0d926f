"""What a visitor can ask about the shown explanations: measured on request, in the background.

Does not import gradio.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from sentimotion.errors import SentimotionError
from sentimotion.explanations.decision_change import Counterfactual
from sentimotion.explanations.interactions import Interactions
from sentimotion.explanations.results import Explanation
from sentimotion.labels import Head
from sentimotion.model import SentimotionModel
from sentimotion.text.encoding import EncodedText
from sentimotion.web.analyze.chance import run_tests
from sentimotion.web.analyze.stability import compare_methods

Doubt = Literal["chance", "stability", "together", "changes"]
"""Better than chance? The same by other methods? Which words work together? What would change the answer?"""
DOUBTS: Final[tuple[Doubt, ...]] = get_args(Doubt)


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of a doubt.

    :param found: What there is, as :func:`measure` yields it; may still grow.
    :param done: Progress, 0 to 1, or why it failed; None where nothing is going on.
    """

    found: Any = None
    done: float | SentimotionError | None = None


def measure(
    doubt: Doubt,
    model: SentimotionModel,
    encoded: EncodedText,
    thresholds: Mapping[Head, float],
    shown: Mapping[Head, Explanation],
    has_to_stop: Callable[[], bool],
) -> Iterator[tuple[float, Any]]:
    """Measure a doubt.

    :param encoded: The text.
    :param thresholds: By head, 0 to 1.
    :param shown: The explanations of the text, by head.
    :param has_to_stop: Asked again and again; may wait, so as to give way to other work.
    :returns: The fraction done, 0 to 1, with what there is: by head, or a ``Comparison``; None for nothing.
    :raises SentimotionError: As the model's methods do.
    """
    if doubt == "chance":
        return run_tests(model, encoded, shown)
    if doubt == "stability":
        return compare_methods(model, encoded, shown, has_to_stop)
    if doubt == "together":
        return _pair(model, encoded, shown)
    return _change(model, encoded, thresholds, shown)


def _pair(
    model: SentimotionModel, encoded: EncodedText, shown: Mapping[Head, Explanation]
) -> Iterator[tuple[float, Mapping[Head, Interactions] | None]]:
    """How the words work together in the explained scores."""
    requests = {head: explanation.request for head, explanation in shown.items()}
    for found in model.pair_interactions(encoded, requests):
        n_done, n_pairs = next((len(one.pairs), one.n_pairs) for one in found.values())
        # The strongest pairs are known once all are.
        yield (1.0, found) if n_done == n_pairs else (n_done / n_pairs, None)


def _change(
    model: SentimotionModel,
    encoded: EncodedText,
    thresholds: Mapping[Head, float],
    shown: Mapping[Head, Explanation],
) -> Iterator[tuple[float, Mapping[Head, Counterfactual]]]:
    """What would change the answers at their thresholds, of the heads that are done."""
    for found in model.counterfactuals(encoded, thresholds, shown):
        complete = {head: one for head, one in found.items() if one.share == 1.0}
        yield sum(one.share for one in found.values()) / len(thresholds), complete
