"""Predictions with words removed, compared with the change that the explanation attributes to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import torch

from explain import Baseline, logits_without
from sentimotion.errors import InvalidRequest
from sentimotion.explanations.attribution import (
    ExplainedModel,
    to_model_input,
    words_of_tokens,
    words_within_limit,
)
from sentimotion.explanations.network import AttributableNetwork
from sentimotion.explanations.results import Explanation
from sentimotion.inference.predictor import Probabilities
from sentimotion.labels import HEADS, Head
from sentimotion.text.encoding import EncodedText


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """Decrease of an explained score without the words (negative: increase), in units of the score.

    ``measured`` by running the model without the words, ``attributed`` as the sum of their attributions. The
    two differ if words interact or are redundant.
    """

    measured: float
    attributed: float


@dataclass(frozen=True, slots=True)
class Deletion:
    """Predictions for a text without some words: ``words`` by index; ``changes`` of the explained scores."""

    text: str
    words: tuple[int, ...]
    probabilities: Probabilities
    changes: Mapping[Head, ScoreChange]


def delete_words(
    model: ExplainedModel,
    sentence: EncodedText,
    words: Sequence[int],
    explanations: Mapping[Head, Explanation],
    baseline: Baseline,
) -> Deletion:
    """Replace words by the baseline's filling and predict, in one forward pass.

    :param model: The model.
    :param sentence: The encoded text.
    :param words: Indexes of words, as in ``Explanation.words``.
    :param explanations: Explanations of this text, by head; may be empty.
    :param baseline: Baseline that replaces the words; must match the explanations, if any.
    :raises InvalidRequest: If the text has no such word, the tokenizer has no token for the baseline, or an
        explanation has another text, baseline or length.
    """
    n_words = len(words_within_limit(sentence))
    if not all(isinstance(word, int) and 0 <= word < n_words for word in words):
        raise InvalidRequest(f"words {list(words)}: the text has the words 0 to {n_words - 1}")
    chosen = tuple(sorted(set(words)))
    for explanation in explanations.values():
        if (explanation.text, explanation.baseline) != (sentence.text, baseline):
            raise InvalidRequest("the explanation has another text or baseline than the deletion")
        if (explanation.truncated_at, len(explanation.words)) != (sentence.truncated_at, n_words):
            raise InvalidRequest("the explanation has another max_length; use the same for both")
    words_by_token = words_of_tokens(sentence)
    positions = [position for position, word in enumerate(words_by_token) if word in chosen]
    logits = logits_without(
        AttributableNetwork(model.network),
        to_model_input(model.network, sentence),
        positions,
        baseline=baseline,
        fill_id=model.fill_id(baseline),
    )
    tensors = {head: torch.tensor([values], dtype=torch.float64) for head, values in logits.items()}
    shares = [tuple(tensors[head][0].softmax(-1).tolist()) for head in HEADS]
    changes = {}
    for head, explanation in explanations.items():
        without = float(explanation.request.engine_target().score(tensors))
        changes[head] = ScoreChange(
            measured=explanation.score - without,
            attributed=fsum(explanation.words[word].attribution for word in chosen),
        )
    return Deletion(sentence.text, chosen, Probabilities(*shares), changes)
