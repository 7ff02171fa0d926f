"""Linear probes on the frozen encoder for the labels of the public sets.

The heads of the model follow the guideline, so their accuracy on a public set also depends on how much its
labels differ from the guideline. A probe (Alain and Bengio 2016, arXiv 1610.01644) is trained on the set's
own labels, and can be compared with published results. Probes are not part of the checkpoint.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from sentimotion.inference.batching import passes
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.predictor import pad
from sentimotion.labels import LABELS, Head
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.data.dataset import read_sets
from sentimotion.training.data.known_texts import drop_known
from sentimotion.training.report.dev_metrics import LabelPredictor, Score, measure

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Returns embeddings of texts, (texts, hidden_size) float32."""

_BATCH_TOKENS = 4096
"""Tokens of a forward pass, including padding."""


class ClsStates:
    """Compute the last hidden state of the first token, the input of the heads, and cache it by text.

    :param network: The network, in eval mode; must not change while this is in use.
    :param encoder: Its tokenizer.
    :param max_length: Maximum number of tokens.
    :param dtype: Precision of the matrix products.
    """

    def __init__(
        self, network: JointClassifier, encoder: Encoder, max_length: int, dtype: torch.dtype
    ) -> None:
        self._network, self._encoder, self._max_length, self._dtype = network, encoder, max_length, dtype
        self._cache: dict[str, NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Compute the states of texts in order, (texts, hidden_size) float32."""
        new = [text for text in dict.fromkeys(texts) if text not in self._cache]
        encoded = [self._encoder.encode(text, self._max_length).input_ids for text in new]
        device = next(self._network.parameters()).device
        config = self._network.config
        for one in passes([len(ids) for ids in encoded], _BATCH_TOKENS, config.max_position_embeddings):
            ids, mask = pad(
                one.filled([encoded[index] for index in one.indexes]), config.pad_token_id or 0, one.n_tokens
            )
            with (
                torch.inference_mode(),
                torch.autocast(device.type, self._dtype, enabled=self._dtype is not torch.float32),
            ):
                states = self._network.encoder(input_ids=ids.to(device), attention_mask=mask.to(device))
            first = states[:, 0].float().cpu().numpy()
            self._cache.update((new[index], first[row]) for row, index in enumerate(one.indexes))
        return np.array([self._cache[text] for text in texts])


def probe_scores(
    train: Mapping[str, Sequence[LabeledRow]], evaluated: Mapping[str, Sequence[LabeledRow]], embed: Embed
) -> list[Score]:
    """Fit a probe to the train rows of each set, and score it on the evaluation rows of that set.

    :param train: Train rows by the name of their set; rows whose text is evaluated are dropped.
    :param evaluated: Dev or test rows by the name of their set, which begins with the name of the train set:
        ``sentnob_unleaked`` belongs to ``sentnob``. Sets without train rows, or with a single label in them,
        are skipped.
    :param embed: The frozen encoder.
    """
    scores = []
    for name, rows in evaluated.items():
        source = max((other for other in train if name.startswith(other)), key=len, default=None)
        if source is None:
            continue
        kept, _ = drop_known(train[source], {"evaluated": [row.text for row in rows]})
        heads: dict[Head, Pipeline] = {}
        for head in LABELS:
            labeled = [row for row in kept if row.label(head) is not None]
            if len({row.label(head) for row in labeled}) > 1:
                states = embed([row.text for row in labeled])
                heads[head] = _fit(states, [row.label(head) for row in labeled])
        # Labels of heads without a probe are removed.
        scored = [
            LabeledRow(
                row.text,
                row.sentiment if "sentiment" in heads else None,
                row.emotion if "emotion" in heads else None,
                row.source,
            )
            for row in rows
        ]
        scores += measure({name: scored}, _predictor(heads, embed))
    return scores


def probe_folder(folder: Path, embed: Embed, with_tests: bool) -> tuple[list[Score], list[Score]]:
    """Fit and score probes on the public sets of a folder.

    :param folder: Training data as for ``python -m sentimotion train``.
    :param embed: The frozen encoder.
    :param with_tests: Whether to also score on ``test/``.
    :returns: Scores on ``dev/``, and on ``test/`` (empty without ``with_tests``).
    :raises DataError: If a file cannot be read.
    """
    train = read_sets(folder / "train")
    tests = read_sets(folder / "test") if with_tests else {}
    return probe_scores(train, read_sets(folder / "dev"), embed), probe_scores(train, tests, embed)


def _predictor(heads: Mapping[Head, Pipeline], embed: Embed) -> LabelPredictor:
    return lambda texts, head: list(heads[head].predict(embed(texts)))


def _fit(states: NDArray[np.float32], labels: Sequence[str | None]) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000)).fit(states, labels)
