"""One pass of training after the other, each with the one before as its start and as a teacher."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from sentimotion.encoding import Encoder
from sentimotion.labels import HEADS, Head
from sentimotion.modeling import JointClassifier
from sentimotion.precision import half_precision_is_fast
from sentimotion.rows import NO_LABEL, Row
from sentimotion.training.calibrate import shift_neutral_emotion
from sentimotion.training.dataset import fingerprint, with_neutral_emotion
from sentimotion.training.fit import Fitted, fit
from sentimotion.training.measure import NetworkPredictor
from sentimotion.training.recipe import Recipe
from sentimotion.training.teacher import out_of_fold


def train_passes(
    network: JointClassifier,
    tokenizer: Tokenizer,
    labelled: Sequence[Row],
    unlabelled: Sequence[Row],
    passes: Sequence[Recipe],
    work: Path,
    encoder: Encoder,
    on_epoch: Callable[[int, int, JointClassifier], None],
    first_done: bool = False,
) -> Fitted:
    """Train all passes, going on where an earlier call with the same work folder was stopped.

    :param network: What the first pass starts from, or its result.
    :param tokenizer: Truncating to the recipes' length.
    :param labelled: Rows with labels.
    :param unlabelled: Rows of which only tokens are guessed.
    :param passes: The settings of each.
    :param work: Folder for states, losses and teachers.
    :param encoder: The same tokenizer, as predictions use it.
    :param on_epoch: Called with the number of the pass, from 1, and as by :func:`fit`.
    :param first_done: network is already the first pass's result.
    :returns: The last pass's result.
    :raises DataError: A saved state belongs to other settings or rows.
    """
    for number, recipe in enumerate(passes, 1):
        if number == 1 and first_done:
            continue
        print(f"pass {number} of {len(passes)}")
        teacher = _kept_teacher(labelled, recipe, work)
        if number > 1:
            predict = NetworkPredictor(network, encoder, recipe.max_length, fast_dtype(network))
            teacher = _joined(teacher, _opinion(labelled, predict))
        rows = with_neutral_emotion(labelled, recipe.neutral_emotion_sources) + list(unlabelled)
        state = work / f"state-{number}.pt"
        fitted = fit(network, tokenizer, rows, recipe, state, _numbered(on_epoch, number), teacher)
        (work / f"losses-{number}.csv").write_text(
            "step,loss\n" + "".join(f"{step},{loss:.6f}\n" for step, loss in enumerate(fitted.losses, 1))
        )
        if number < len(passes):
            network = fitted.network
            # The next pass learns neutral from the same rows, and is shifted at its own end.
            shift_neutral_emotion(network, -recipe.served_neutral_shift)
    return fitted


def fast_dtype(network: JointClassifier) -> torch.dtype:
    """bfloat16 where the hardware has it: enough for a look on the way."""
    fast = half_precision_is_fast(next(network.parameters()).device)
    return torch.bfloat16 if fast else torch.float32


def _numbered(
    on_epoch: Callable[[int, int, JointClassifier], None], number: int
) -> Callable[[int, JointClassifier], None]:
    return lambda epoch, served: on_epoch(number, epoch, served)


def _opinion(rows: Sequence[Row], predict: NetworkPredictor) -> dict[Head, np.ndarray]:
    """A model's probabilities of the rows that have a label, NaN elsewhere; by head, (rows, labels).

    It has seen these rows. What it still gives another label, it was not convinced of.
    """
    found = predict([row.text for row in rows])
    opinion = {}
    for head in HEADS:
        values = np.array([probabilities.of(head) for probabilities in found])
        values[[row.label_index(head) == NO_LABEL for row in rows]] = np.nan
        opinion[head] = values
    return opinion


def _joined(one: Mapping[Head, np.ndarray], other: Mapping[Head, np.ndarray]) -> dict[Head, np.ndarray]:
    """The mean of two teachers."""
    return {head: (one[head] + other[head]) / 2 for head in HEADS}


def _kept_teacher(rows: Sequence[Row], recipe: Recipe, work: Path) -> dict[Head, np.ndarray]:
    """TF-IDF's probabilities; kept in a file, since they take minutes and a resumed run has the same."""
    path = work / f"teacher-{fingerprint(rows)[:12]}-{recipe.teacher_folds}-{recipe.seed}.npz"
    if not path.exists():
        print("the teacher reads every row that it was not trained on")
        found = {head: out_of_fold(rows, head, recipe.teacher_folds, recipe.seed) for head in HEADS}
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, sentiment=found["sentiment"], emotion=found["emotion"])
        os.replace(unfinished, path)
    with np.load(path) as kept:
        return {head: kept[head] for head in HEADS}
