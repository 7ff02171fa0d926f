"""Whether explanations are better than chance: what is left of a score without their strongest words."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from explain import ChanceRank, DeletionCurve, ErasableText, Eraser, chance_ranks, deletion_curve
from sentimotion.errors import InvalidRequest
from sentimotion.explanations.attribution import ExplainedModel, words_within_limit
from sentimotion.explanations.erasing import erasable_text, finite_scores
from sentimotion.explanations.results import Explanation
from sentimotion.text.encoding import EncodedText

Key = TypeVar("Key", bound=Hashable)
"""What an explanation goes by: its head; or its head and method, where there are several of one head."""


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Whether the model depends on the words that an explanation ranks highest, more than on other words.

    :param explanation: The explanation.
    :param eraser: What stood for a word that was taken out.
    :param rank: Its strongest words beside random choices of as many.
    :param curve: The score as the words are taken out one after the other, beside random orders.
    """

    explanation: Explanation
    eraser: Eraser
    rank: ChanceRank
    curve: DeletionCurve

    def to_dict(self) -> dict[str, Any]:
        """Convert to JSON types. ``better_than_chance`` is None where the text is too short to tell."""
        shown, rank = self.explanation, self.rank
        return {
            "head": shown.head,
            "label": shown.label,
            "contrast": shown.contrast,
            "target": shown.target,
            "method": shown.method,
            "baseline": shown.baseline,
            "eraser": self.eraser,
            "words": list(rank.words),
            "drop": rank.drop,
            "n_beaten": rank.n_beaten,
            "n_sets": rank.n_sets,
            "better_than_chance": None if rank.is_too_short else rank.is_better,
            "order": list(self.curve.order),
            "scores": list(self.curve.scores),
            "random_scores": [list(scores) for scores in self.curve.at_random],
        }


def rank_explanations(
    model: ExplainedModel,
    sentence: EncodedText,
    explanations: Mapping[Key, Explanation],
    eraser: Eraser,
    seed: int = 0,
) -> Iterator[dict[Key, ChanceRank]]:
    """Compare the strongest words of explanations of one text with random choices of as many words.

    :param model: The model.
    :param sentence: The encoded text.
    :param explanations: Explanations of it, by head or any other key; at least one.
    :param eraser: What stands for a word that is taken out.
    :param seed: Seed of the random choices.
    :returns: The ranks by the same key as they grow; the last are complete.
    :raises InvalidRequest: If an explanation is of another text, the text has no words, or the tokenizer has
        no token for the eraser.
    :raises ExplanationError: If a score is not finite.
    """
    words, text = _erasable(model, sentence, explanations, eraser)
    targets = [explanation.request.engine_target() for explanation in explanations.values()]
    values = [[shown.words[word].attribution for word in words] for shown in explanations.values()]
    with finite_scores():
        for ranks in chance_ranks(text, targets, values, seed=seed):
            yield {
                key: replace(rank, words=tuple(words[group] for group in rank.words))
                for key, rank in zip(explanations, ranks, strict=True)
            }


def delete_in_order(
    model: ExplainedModel, sentence: EncodedText, explanation: Explanation, eraser: Eraser, seed: int = 0
) -> Iterator[DeletionCurve]:
    """Take out a text's words one after the other, as an explanation ranks them and in random orders.

    Parameters and errors as for :func:`rank_explanations`.

    :returns: The curve as random orders are added; the last is complete.
    """
    words, text = _erasable(model, sentence, {explanation.head: explanation}, eraser)
    values = [explanation.words[word].attribution for word in words]
    with finite_scores():
        for curve in deletion_curve(text, explanation.request.engine_target(), values, seed=seed):
            yield replace(curve, order=tuple(words[group] for group in curve.order))


def _erasable(
    model: ExplainedModel,
    sentence: EncodedText,
    explanations: Mapping[Key, Explanation],
    eraser: Eraser,
) -> tuple[list[int], ErasableText]:
    """As :func:`erasable_text`, for explanations of the text."""
    n_words = len(words_within_limit(sentence))
    if not explanations or {(shown.text, len(shown.words)) for shown in explanations.values()} - {
        (sentence.text, n_words)
    }:
        raise InvalidRequest("the explanations are of another text, or have another max_length")
    return erasable_text(model, sentence, eraser)
