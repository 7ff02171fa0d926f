"""Linear probes on the frozen encoder for the labels of the public sets.

The served heads follow the guideline, so their figures on a public set say how far its labels lie from it.
A probe (Alain and Bengio 2016, arXiv 1610.01644) is trained on the set's own labels, and its figures can be
compared with what others report there. Probes are neither served nor shipped.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from sentimotion.inference.batching import passes
from sentimotion.inference.network import JointClassifier
from sentimotion.inference.predictor import pad
from sentimotion.labels import LABELS, Head
from sentimotion.tables.labelled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.data.dataset import read_sets
from sentimotion.training.data.known_texts import drop_known
from sentimotion.training.report.dev_metrics import LabelPredictor, Score, measure

Embed = Callable[[Sequence[str]], np.ndarray]
"""Texts -> (texts, hidden_size)."""

_TOKENS = 4096
"""Of a forward pass, padding counted."""


class ClsStates:
    """The last hidden state of the first token, which the heads read; each text is read once.

    :param network: In eval mode; not to be changed while this is in use.
    :param encoder: Its tokenizer.
    :param max_length: Tokens a text, at most.
    :param dtype: Precision of the matrix products.
    """

    def __init__(
        self, network: JointClassifier, encoder: Encoder, max_length: int, dtype: torch.dtype
    ) -> None:
        self._network, self._encoder, self._max_length, self._dtype = network, encoder, max_length, dtype
        self._known: dict[str, np.ndarray] = {}

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """States of texts in their order, (texts, hidden_size) float32."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        encoded = [self._encoder.encode(text, self._max_length).input_ids for text in new]
        device = next(self._network.parameters()).device
        config = self._network.config
        for one in passes([len(ids) for ids in encoded], _TOKENS, config.max_position_embeddings):
            ids, mask = pad(
                one.filled([encoded[index] for index in one.indexes]), config.pad_token_id or 0, one.n_tokens
            )
            with (
                torch.inference_mode(),
                torch.autocast(device.type, self._dtype, enabled=self._dtype is not torch.float32),
            ):
                states = self._network.encoder(input_ids=ids.to(device), attention_mask=mask.to(device))
            first = states.last_hidden_state[:, 0].float().cpu().numpy()
            self._known.update((new[index], first[row]) for row, index in enumerate(one.indexes))
        return np.array([self._known[text] for text in texts])


def probe_scores(
    train: Mapping[str, Sequence[LabeledRow]], measured: Mapping[str, Sequence[LabeledRow]], embed: Embed
) -> list[Score]:
    """Fit a probe to each set's own train rows, and score it on its rows to be measured by.

    :param train: Rows by the name of their set; those with a text that is to be measured are left out.
    :param measured: Dev or test rows. ``sentnob_unleaked`` belongs to the train rows of ``sentnob``. Sets
        without train rows, or with a single label there, have no probe.
    :param embed: The frozen encoder.
    """
    scores = []
    for name, rows in measured.items():
        source = max((other for other in train if name.startswith(other)), key=len, default=None)
        if source is None:
            continue
        kept, _ = drop_known(train[source], {"measured": [row.text for row in rows]})
        heads: dict[Head, Pipeline] = {}
        for head in LABELS:
            labelled = [row for row in kept if row.label(head) is not None]
            if len({row.label(head) for row in labelled}) > 1:
                states = embed([row.text for row in labelled])
                heads[head] = _fit(states, [row.label(head) for row in labelled])
        # Only the heads that the set has a probe of.
        judged = [
            LabeledRow(
                row.text,
                row.sentiment if "sentiment" in heads else None,
                row.emotion if "emotion" in heads else None,
                row.source,
            )
            for row in rows
        ]
        scores += measure({name: judged}, _predictor(heads, embed))
    return scores


def probe_folder(folder: Path, embed: Embed, with_tests: bool) -> tuple[list[Score], list[Score]]:
    """Scores of probes on the public sets of a folder: on ``dev/``, and on ``test/`` where asked for.

    :param folder: As ``python -m sentimotion train`` takes it.
    :raises DataError: A file cannot be read.
    """
    train = read_sets(folder / "train")
    tests = read_sets(folder / "test") if with_tests else {}
    return probe_scores(train, read_sets(folder / "dev"), embed), probe_scores(train, tests, embed)


def _predictor(heads: Mapping[Head, Pipeline], embed: Embed) -> LabelPredictor:
    return lambda texts, head: list(heads[head].predict(embed(texts)))


def _fit(states: np.ndarray, labels: Sequence[str | None]) -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000)).fit(states, labels)
