"""Attribute a head's score to the words of a text."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from explain import (
    Groups,
    ModelInput,
    NonFiniteAttribution,
    ProgressCallback,
    TokenAttribution,
    sum_to_words,
    word_groups,
)
from sentimotion.errors import ExplanationError, InvalidRequest
from sentimotion.explanations.methods import attribute
from sentimotion.explanations.results import AttributionSettings, Explanation, Request, TokenShare, Word
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import GradientPlan
from sentimotion.labels import HEADS
from sentimotion.text.encoding import EncodedText
from sentimotion.text.words import Span, word_spans


class AttributableNetwork:
    """The joint model as the attribution engine sees it."""

    def __init__(self, network: JointClassifier) -> None:
        self._network = network

    def embed(self, input_ids: Tensor) -> Tensor:
        """Word embeddings, (batch, n_tokens, embedding size)."""
        embeddings: Tensor = self._network.get_input_embeddings()(input_ids)
        return embeddings

    def head_logits(self, inputs_embeds: Tensor, attention_mask: Tensor) -> Mapping[str, Tensor]:
        """Logits of both heads by name, each (batch, labels)."""
        logits = self._network(inputs_embeds=inputs_embeds, attention_mask=attention_mask)
        return dict(zip(HEADS, logits, strict=True))


def explain_encoded(
    network: JointClassifier,
    sentence: EncodedText,
    requests: Sequence[Request],
    settings: AttributionSettings,
    plan: GradientPlan,
    fill_ids: Mapping[str, int | None],
    checkpoint: str,
    on_progress: ProgressCallback | None = None,
    checkpoint_version: str | None = None,
) -> list[Explanation]:
    """Explain several scores of one text in one shared pass.

    :param network: In eval mode, fp32.
    :param sentence: The text, encoded.
    :param requests: What to explain.
    :param settings: How.
    :param plan: Precision and size of the passes. With n_steps given, precision is float32.
    :param fill_ids: Token id of the baselines "pad" and "mask"; None where the tokenizer has no such token.
    :param checkpoint: Name of the checkpoint, for the result.
    :param on_progress: Called with (done, total); an exception it raises ends the work.
    :param checkpoint_version: Its version, for the result.
    :returns: One explanation a request, in order.
    :raises InvalidRequest: The tokenizer has no token for the baseline asked for.
    :raises ExplanationError: A score or gradient is not finite.
    """
    fill_id = fill_id_of(settings.baseline, fill_ids)
    encoded = to_model_input(network, sentence)
    try:
        attributions = attribute(
            settings.method,
            AttributableNetwork(network),
            encoded,
            [request.engine_target() for request in requests],
            token_groups(sentence),
            baseline=settings.baseline,
            fill_id=fill_id,
            n_steps=settings.n_steps,
            chunk_size=plan.chunk_size(len(sentence.tokens)),
            gradient_dtype=plan.dtype if settings.n_steps is None else torch.float32,
            on_progress=on_progress,
        )
    except NonFiniteAttribution as error:
        raise ExplanationError(f"{error}; the checkpoint may be damaged") from error
    return [
        text_explanation(sentence, request, attribution, checkpoint, checkpoint_version)
        for request, attribution in zip(requests, attributions, strict=True)
    ]


def fill_id_of(baseline: str, fill_ids: Mapping[str, int | None]) -> int | None:
    """Id of the token that fills a baseline; None for "zero", which needs none.

    :raises InvalidRequest: The tokenizer has no such token.
    """
    fill_id = fill_ids.get(baseline)
    if baseline != "zero" and fill_id is None:
        raise InvalidRequest(f"this tokenizer has no {baseline} token; choose another baseline")
    return fill_id


def to_model_input(network: JointClassifier, sentence: EncodedText) -> ModelInput:
    """The text as the attribution engine takes it, on the network's device."""
    device = next(network.parameters()).device
    input_ids = torch.tensor([sentence.input_ids], device=device)
    return ModelInput(
        input_ids,
        torch.ones_like(input_ids),
        torch.tensor([[token.span is None for token in sentence.tokens]], device=device),
    )


def words_within_limit(sentence: EncodedText) -> list[Span]:
    """The words of a text that the model reads, by their places in it."""
    read_until = len(sentence.text) if sentence.truncated_at is None else sentence.truncated_at
    return [span for span in word_spans(sentence.text) if span.start < read_until]


def words_of_tokens(sentence: EncodedText) -> tuple[int | None, ...]:
    """Index of each token's word, None for one that lies in no word."""
    spans = [token.span for token in sentence.tokens]
    return sum_to_words(words_within_limit(sentence), spans, [0.0] * len(spans)).token_words


def token_groups(sentence: EncodedText) -> Groups:
    """The tokens of each word that has any, then every other token by itself; special ones in no group."""
    return word_groups(words_of_tokens(sentence), [token.span is None for token in sentence.tokens])


def text_explanation(
    sentence: EncodedText,
    request: Request,
    attribution: TokenAttribution,
    checkpoint: str,
    checkpoint_version: str | None = None,
) -> Explanation:
    """The engine's answer, put together with the text: tokens summed to words, by their places in it."""
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
        checkpoint=checkpoint,
        checkpoint_version=checkpoint_version,
    )
