"""Attribute a head's score to the words of a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import torch

from explain import (
    FillId,
    Groups,
    ModelInput,
    NonFiniteAttribution,
    NotDecomposable,
    ProgressCallback,
    TokenAttribution,
    sum_to_words,
    word_groups,
)
from sentimotion.errors import ExplanationError, InvalidRequest
from sentimotion.explanations.methods import attribute
from sentimotion.explanations.network import AttributableNetwork
from sentimotion.explanations.results import AttributionSettings, Explanation, Request, TokenShare, Word
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import GradientPlan
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import Span, word_spans

NEUTRAL: Final = "neutral"
"""What expected gradients fill their baselines with, beside the baselines of other methods."""


@dataclass(frozen=True, slots=True)
class ExplainedModel:
    """A network with everything that its explanations need besides the text.

    :param network: The network, in eval mode and float32.
    :param gradient_plan: Precision and batch size of gradients.
    :param fill_ids: Token ids of the baselines "pad" and "mask", None if the tokenizer has no such token; for
        "expected" all ids; for NEUTRAL those of neutral texts.
    :param checkpoint: Name of the checkpoint, for the results.
    :param checkpoint_version: Version of the checkpoint, for the results.
    """

    network: JointClassifier
    gradient_plan: GradientPlan
    fill_ids: Mapping[str, FillId]
    checkpoint: str
    checkpoint_version: str | None = None

    def fill_id(self, baseline: str) -> FillId:
        """Id of the token that fills a baseline, or ids; None for "zero".

        :raises InvalidRequest: If the tokenizer has no such token.
        """
        fill_id = self.fill_ids.get(baseline)
        if baseline != "zero" and fill_id is None:
            raise InvalidRequest(f"this tokenizer has no {baseline} token; choose another baseline")
        return fill_id


def explain_encoded(
    model: ExplainedModel,
    sentence: EncodedText,
    requests: Sequence[Request],
    settings: AttributionSettings,
    on_progress: ProgressCallback | None = None,
) -> list[Explanation]:
    """Explain several scores of one text in one shared pass.

    :param model: The model; its planned precision is used unless ``settings`` give n_steps, which run in
        float32.
    :param sentence: The encoded text.
    :param requests: What to explain.
    :param settings: How to compute attributions.
    :param on_progress: Called with (done, total); an exception it raises stops the work.
    :returns: One explanation per request, in order.
    :raises InvalidRequest: If the tokenizer has no token for the requested baseline, or the method does not
        apply to the text, the request or the network.
    :raises ExplanationError: If a score or a gradient is not finite.
    """
    filling = NEUTRAL if settings.method == "expected_gradients" else settings.baseline
    fill_id = model.fill_id(filling)
    try:
        attributions = attribute(
            AttributableNetwork(model.network),
            to_model_input(model.network, sentence),
            [request.engine_target() for request in requests],
            token_groups(sentence),
            settings,
            fill_id=fill_id,
            gradient_plan=model.gradient_plan,
            on_progress=on_progress,
        )
    except NonFiniteAttribution as error:
        raise ExplanationError(f"{error}; the checkpoint may be damaged") from error
    except NotDecomposable as error:
        raise InvalidRequest(f"the method 'decomposition' does not apply: {error}") from error
    return [
        text_explanation(model, sentence, request, attribution)
        for request, attribution in zip(requests, attributions, strict=True)
    ]


def to_model_input(network: JointClassifier, sentence: EncodedText) -> ModelInput:
    """Convert an encoded text to the input of ``explain``, on the network's device."""
    device = next(network.parameters()).device
    input_ids = torch.tensor([sentence.input_ids], device=device)
    return ModelInput(
        input_ids,
        torch.ones_like(input_ids),
        torch.tensor([[token.span is None for token in sentence.tokens]], device=device),
    )


def words_within_limit(sentence: EncodedText) -> list[Span]:
    """Spans of the words within the model's length limit."""
    read_until = len(sentence.text) if sentence.truncated_at is None else sentence.truncated_at
    return [span for span in word_spans(sentence.text) if span.start < read_until]


def words_of_tokens(sentence: EncodedText) -> tuple[int | None, ...]:
    """Index of each token's word, or None for tokens outside words."""
    spans = [token.span for token in sentence.tokens]
    return sum_to_words(words_within_limit(sentence), spans, [0.0] * len(spans)).token_words


def token_groups(sentence: EncodedText) -> Groups:
    """Token groups: one per word with tokens, then one per other token; special tokens are in no group."""
    return word_groups(words_of_tokens(sentence), [token.span is None for token in sentence.tokens])


def text_explanation(
    model: ExplainedModel, sentence: EncodedText, request: Request, attribution: TokenAttribution
) -> Explanation:
    """Combine token attributions with the text: sum them to words by their spans."""
    spans = words_within_limit(sentence)
    totals = sum_to_words(spans, [token.span for token in sentence.tokens], attribution.attributions)
    return Explanation(
        text=sentence.text,
        head=request.head,
        label=request.label,
        contrast=request.contrast,
        target=request.target,
        score=attribution.score,
        baseline_score=attribution.baseline_score,
        words=tuple(
            Word(sentence.text[span.start : span.end], span.start, span.end, value)
            for span, value in zip(spans, totals.words, strict=True)
        ),
        tokens=tuple(
            TokenShare(
                token.piece,
                token.span.start if token.span else None,
                token.span.end if token.span else None,
                value,
                token.span is None,
                word,
            )
            for token, value, word in zip(
                sentence.tokens, attribution.attributions, totals.token_words, strict=True
            )
        ),
        other=totals.other,
        convergence_delta=attribution.convergence_delta,
        n_steps=attribution.n_steps,
        converged=attribution.converged,
        method=attribution.method,
        baseline=attribution.baseline,
        truncated_at=sentence.truncated_at,
        checkpoint=model.checkpoint,
        checkpoint_version=model.checkpoint_version,
        typed_text=sentence.typed_text,
    )
