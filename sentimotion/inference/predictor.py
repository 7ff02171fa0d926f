"""Predict the probabilities of both heads for many texts, in length-sorted batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor

from sentimotion.errors import CheckpointError
from sentimotion.inference.batching import passes
from sentimotion.inference.decisions import Decision, decide
from sentimotion.inference.network import JointClassifier
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.text.encoding import EncodedText
from sentimotion.text.quality import QualityIssueKind, text_warnings

PLACES: Final = 6
"""Decimals of confidences and scores in JSON and in scored files."""
# Maximum tokens of a forward pass, padding included, by type of device: enough to use all cores, few enough
# to bound memory for any texts (tests/benchmarks/checkpoint.py).
_TOKENS: Final = {"cpu": 2048, "cuda": 16384, "mps": 8192}


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Softmax of both heads, in card order."""

    sentiment: tuple[float, ...]
    emotion: tuple[float, ...]

    def of(self, head: Head) -> tuple[float, ...]:
        """One head's probabilities."""
        return self.sentiment if head == "sentiment" else self.emotion

    def scores(self, head: Head) -> dict[str, float]:
        """One head's probabilities by label."""
        return dict(zip(LABELS[head], self.of(head), strict=True))

    def top_label(self, head: Head) -> str:
        """The most probable label, regardless of the threshold."""
        return max(LABELS[head], key=self.scores(head).__getitem__)


@dataclass(frozen=True, slots=True)
class Prediction:
    """Both heads' probabilities and decisions for one text.

    ``text`` is the text as typed; ``repaired_text`` is the text that was scored if it was repaired, otherwise
    None. ``text_warnings`` are the codes of what makes ``text`` hard to read for the model, the most serious
    first; sentimotion/text/README.md lists them.
    """

    text: str
    probabilities: Probabilities
    sentiment: Decision
    emotion: Decision
    truncated_at: int | None
    checkpoint: str
    checkpoint_version: str | None = None
    text_warnings: tuple[QualityIssueKind, ...] = ()
    repaired_text: str | None = None

    def decision(self, head: Head) -> Decision:
        """One head's decision."""
        return self.sentiment if head == "sentiment" else self.emotion

    def to_dict(self) -> dict[str, Any]:
        """Convert to the model card's JSON, plus what is known of the text and of the checkpoint."""
        values: dict[str, Any] = {}
        for head in HEADS:
            values[head] = self.decision(head).label
            values[f"{head}_confidence"] = round(self.decision(head).confidence, PLACES)
        for head in HEADS:
            values[f"{head}_scores"] = self.probabilities.scores(head)
        values |= {
            "truncated": self.truncated_at is not None,
            "text_warnings": list(self.text_warnings),
            "checkpoint": self.checkpoint,
            "checkpoint_version": self.checkpoint_version,
        }
        return values if self.repaired_text is None else values | {"repaired_text": self.repaired_text}


def predict_probabilities(
    network: JointClassifier,
    encoded: Sequence[EncodedText],
    dtype: torch.dtype,
    most_tokens: int | None = None,
) -> list[Probabilities]:
    """Predict the probabilities of encoded texts, in order.

    :param network: The network, in eval mode.
    :param encoded: The texts.
    :param dtype: Precision of the matrix products; anything below fp32 runs under autocast.
    :param most_tokens: Maximum tokens per forward pass, including padding; None depends on the device. Halved
        when the device runs out of memory.
    :raises CheckpointError: If a score is NaN or infinite.
    :raises torch.OutOfMemoryError: If the device has no memory for a single text.
    """
    device = next(network.parameters()).device
    most_tokens = most_tokens or _TOKENS.get(device.type, _TOKENS["cpu"])
    while True:
        try:
            return _in_passes(network, encoded, dtype, most_tokens)
        except torch.OutOfMemoryError:
            if most_tokens <= max(len(text.tokens) for text in encoded):
                raise
        most_tokens //= 2


def _in_passes(
    network: JointClassifier, encoded: Sequence[EncodedText], dtype: torch.dtype, most_tokens: int
) -> list[Probabilities]:
    device = next(network.parameters()).device
    results: list[Probabilities | None] = [None] * len(encoded)
    # A config may name no pad token; padding is masked, so that any id will do.
    pad_token_id = network.config.pad_token_id or 0
    lengths = [len(text.tokens) for text in encoded]
    for one in passes(lengths, most_tokens, network.config.max_position_embeddings):
        sequences = [encoded[i].input_ids for i in one.indexes]
        input_ids, attention_mask = pad(one.filled(sequences), pad_token_id, one.n_tokens)
        with (
            torch.inference_mode(),
            torch.autocast(device.type, dtype, enabled=dtype is not torch.float32),
        ):
            logits = network(input_ids=input_ids.to(device), attention_mask=attention_mask.to(device))
        # On the CPU, since not every device has float64.
        logits = [head_logits[: len(one.indexes)].float().cpu().double() for head_logits in logits]
        if not all(head_logits.isfinite().all() for head_logits in logits):
            raise CheckpointError(
                "the model's scores are not finite numbers; the checkpoint may be damaged or need float32"
            )
        heads = [head_logits.softmax(-1).tolist() for head_logits in logits]
        for index, sentiment, emotion in zip(one.indexes, *heads, strict=True):
            results[index] = Probabilities(tuple(sentiment), tuple(emotion))
    return [result for result in results if result is not None]


def pad(
    sequences: Sequence[Sequence[int]], pad_token_id: int, n_tokens: int | None = None
) -> tuple[Tensor, Tensor]:
    """Token ids and attention mask of a batch, both (batch, n_tokens) integers, padded on the right.

    :param sequences: Token ids of each text.
    :param pad_token_id: Id used for padding.
    :param n_tokens: Padded length, at least that of the longest sequence; None means exactly that.
    """
    n_tokens = n_tokens or max(len(sequence) for sequence in sequences)
    input_ids = torch.full((len(sequences), n_tokens), pad_token_id, dtype=torch.long)
    attention_mask = torch.zeros_like(input_ids)
    for row, sequence in enumerate(sequences):
        input_ids[row, : len(sequence)] = torch.tensor(sequence)
        attention_mask[row, : len(sequence)] = 1
    # Also in a row without tokens: attention over no position would be NaN.
    attention_mask[:, 0] = 1
    return input_ids, attention_mask


def predictions(
    encoded: Sequence[EncodedText],
    probabilities: Sequence[Probabilities],
    thresholds: dict[Head, float],
    checkpoint: str,
    checkpoint_version: str | None = None,
) -> list[Prediction]:
    """Combine texts, probabilities and thresholds into predictions.

    :raises InvalidThreshold: If a threshold is not a number in [0, 1].
    """
    return [
        Prediction(
            typed,
            values,
            decide("sentiment", values.sentiment, thresholds["sentiment"]),
            decide("emotion", values.emotion, thresholds["emotion"]),
            text.truncated_at,
            checkpoint,
            checkpoint_version,
            text_warnings(typed),
            text.repaired_text,
        )
        for text, values in zip(encoded, probabilities, strict=True)
        for typed in [text.text if text.typed_text is None else text.typed_text]
    ]
