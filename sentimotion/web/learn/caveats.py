"""Render the last step of the lesson: where explanations mislead, on the visitor's sentence."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from explain import rank_agreement
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, label_name, localize_digits
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import LABELS
from sentimotion.web.components.attribution_sum import by_strength
from sentimotion.web.learn.lesson import Caveats
from sentimotion.web.learn.views import render_step

# A probability of at least this is called saturated.
SURE: Final = 0.9
# Minimum Kendall's tau for each description, highest first.
_AGREEMENT: Final = (
    (0.7, "learn_agree_same"),
    (0.4, "learn_agree_like"),
    (0.15, "learn_agree_little"),
    (-0.15, "learn_agree_none"),
    (-1.0, "learn_agree_opposite"),
)


def render_caveats(
    prediction: Prediction, explanation: Explanation, caveats: Caveats, language: Language
) -> Markup:
    """Render step 6: another baseline, another method, a saturated probability, a removed word.

    :param prediction: The prediction for the sentence.
    :param explanation: The reference explanation.
    """
    head, label = explanation.head, explanation.label
    without = None
    if caveats.top is not None and caveats.without_top is not None:
        without = {
            "fallen": caveats.without_top.changes[head].measured,
            "share": caveats.without_top.probabilities.of(head)[LABELS[head].index(label)],
        }
    return render_step(
        "doubts",
        language,
        label_name(label, language),
        explanation=explanation,
        caveats=caveats,
        baselines=[explanation, *caveats.baselines.values()],
        tau=rank_agreement(
            *([word.attribution for word in each.words] for each in (explanation, caveats.leave_one_out))
        ),
        share=prediction.decision(head).top_probability,
        sure=SURE,
        without=without,
        # Called by the template.
        agreement_in_words=agreement_in_words,
        same_or_not=same_or_not,
        score_points=score_points,
        strongest_words=_strongest_words,
    )


def score_points(value: float, language: Language) -> str:
    """Format a contribution to a probability in percent, such as ``+19%``; small ones with one decimal."""
    hundred = 100 * value
    digits = 0 if abs(hundred) >= 9.5 else 1
    text = f"{hundred:+.{digits}f}".replace("-", "\u2212")
    return localize_digits(text if float(f"{hundred:.{digits}f}") else f"+{0:.{digits}f}", language) + "%"


def same_or_not(found: Sequence[Explanation]) -> str:
    """Message key for the agreement of the strongest words of several explanations."""
    tops = [
        [(index, each.words[index].attribution > 0) for index in _strongest_words(each)] for each in found
    ]
    first = tops[0]
    if not first:
        return "learn_no_words"
    if all(top == first for top in tops):
        return "learn_same_order"
    if all({index for index, _ in top} == {index for index, _ in first} for top in tops):
        return "learn_same_words"
    if all(top[0] == first[0] for top in tops):
        return "learn_same_first"
    return "learn_not_same"


def _strongest_words(explanation: Explanation) -> list[int]:
    """Indexes of the three words with the largest absolute attributions."""
    return by_strength(explanation)[:3]


def agreement_in_words(tau: float) -> str:
    """Message key for a rank agreement, -1 to 1."""
    return next(key for least, key in _AGREEMENT if tau >= least)
