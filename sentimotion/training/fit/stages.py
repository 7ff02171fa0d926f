"""The stages of a training run, in order; each is resumable.

1. *Teachers*: the labeled rows are split into folds, and one model per fold is trained on the other folds.
   A labeled row gets soft labels from the model that was not trained on it, an unlabeled text from all.
2. *Student*: training continues from the first teacher, on the labeled rows with their labels mixed with the
   teachers' soft labels, and on the unlabeled texts with the soft labels alone. Inputs are masked and their
   spelling is varied (Xie et al. 2020, arXiv 1911.04252).
3. *Finish*: the student is trained on the labeled rows once more.
4. *Second student*: training continues on the labeled rows and on some of the unlabeled texts, with the
   model's own predictions as labels. Names in a text are replaced, and the prediction shall not change.
"""

import copy
import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold
from tokenizers import Tokenizer

from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import half_precision_is_fast
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.data.dataset import fingerprint
from sentimotion.training.fit.loop import Fitted, TrainingExamples, fit
from sentimotion.training.fit.objective import mix, soft_targets, weight_rows
from sentimotion.training.fit.recipe import Recipe, Stage
from sentimotion.training.fit.tfidf import out_of_fold
from sentimotion.training.report.dev_metrics import NetworkPredictor

OTHERS = "others"
"""Source of the texts without labels."""

SoftLabels = Mapping[Head, NDArray[np.float64]]
"""By head, (texts, labels): probabilities."""

OnEpoch = Callable[[str, int, JointClassifier], None]
"""Called with the name of the stage, the number of finished epochs, and the model in eval mode."""


def train_stages(
    network: JointClassifier,
    tokenizer: Tokenizer,
    labeled: Sequence[LabeledRow],
    others: Sequence[str],
    recipe: Recipe,
    work: Path,
    encoder: Encoder,
    on_epoch: OnEpoch,
) -> list[Fitted]:
    """Train all stages, resuming an earlier call with the same work folder.

    :param network: Initial model of the teachers, on the device for training.
    :param tokenizer: Its tokenizer, truncating to the recipe's length.
    :param labeled: Rows with labels of both heads.
    :param others: Texts without labels.
    :param recipe: The settings.
    :param work: Folder for states, losses and soft labels.
    :param encoder: The same tokenizer, for predictions.
    :param on_epoch: See :data:`OnEpoch`.
    :returns: All stages in order: the teachers, the student, the finish, the second student.
    :raises DataError: If a saved state belongs to other settings or rows.
    """

    def run(name: str, start: JointClassifier, examples: TrainingExamples, stage: Stage, seed: int) -> Fitted:
        state = work / f"state-{name}.pt"
        fitted = fit(start, tokenizer, examples, stage, seed, state, lambda *done: on_epoch(name, *done))
        lines = (f"{step},{loss:.6f}\n" for step, loss in enumerate(fitted.losses, 1))
        (work / f"losses-{name}.csv").write_text("step,loss\n" + "".join(lines), encoding="utf-8")
        return fitted

    def soft_labels_path(name: str, fitted: Fitted) -> Path:
        # The losses identify a model, as they depend on every setting and every training row.
        digest = sha256(repr((fitted.losses, texts)).encode("utf-8", "surrogatepass")).hexdigest()
        return work / f"soft-labels-{name}-{digest[:12]}.npz"

    texts = [row.text for row in labeled] + list(others)
    targets = _labels_with_tfidf(labeled, recipe, work)
    soft_labels = {head: np.zeros((len(texts), targets[head].shape[1])) for head in HEADS}
    done = []
    for number, (train, held_out) in enumerate(_folds(labeled, recipe), 1):
        rows = [labeled[index] for index in train]
        examples = labeled_examples(rows, {head: targets[head][train] for head in HEADS}, recipe)
        fitted = run(
            f"teacher-{number}", copy.deepcopy(network), examples, recipe.teacher, recipe.seed + number
        )
        path = soft_labels_path(f"{number}", fitted)
        predicted = _cached(path, partial(_predict_soft_labels, fitted.network, encoder, recipe, texts))
        for head in HEADS:
            soft_labels[head][held_out] = predicted[head][held_out]
            soft_labels[head][len(labeled) :] += predicted[head][len(labeled) :] / recipe.folds
        done.append(fitted)
    examples = student_examples(labeled, others, targets, soft_labels, recipe)
    student = run("student", copy.deepcopy(done[0].network), examples, recipe.student, recipe.seed)
    examples = labeled_examples(labeled, targets, recipe)
    finished = run("finish", copy.deepcopy(student.network), examples, recipe.finish, recipe.seed)
    path = soft_labels_path("finish", finished)
    predicted = _cached(path, partial(_predict_soft_labels, finished.network, encoder, recipe, others))
    chosen = balanced_sample(predicted["emotion"].argmax(axis=1), recipe.second_student_others, recipe.seed)
    examples = second_student_examples(labeled, others, targets, predicted, chosen, recipe)
    second = run(
        "second-student", copy.deepcopy(finished.network), examples, recipe.second_student, recipe.seed
    )
    return [*done, student, finished, second]


def labeled_examples(rows: Sequence[LabeledRow], targets: SoftLabels, recipe: Recipe) -> TrainingExamples:
    """Examples of labeled rows with their targets, weighted by the frequency of the labels."""
    return TrainingExamples(
        tuple(row.text for row in rows),
        {head: weight_rows(targets[head], recipe.balance_power) for head in HEADS},
    )


def student_examples(
    labeled: Sequence[LabeledRow],
    others: Sequence[str],
    targets: SoftLabels,
    soft_labels: SoftLabels,
    recipe: Recipe,
) -> TrainingExamples:
    """Examples of the labeled rows and the other texts, with the soft labels of the teachers.

    :param targets: Targets of the labeled rows; NaN for rows without a target.
    :param soft_labels: Soft labels of the labeled rows, then of the other texts.
    """
    n = len(labeled)
    both = {
        head: np.concatenate(
            [mix(targets[head], soft_labels[head][:n], recipe.teacher_share), soft_labels[head][n:]]
        )
        for head in HEADS
    }
    return TrainingExamples(
        tuple(row.text for row in labeled) + tuple(others),
        {head: weight_rows(both[head], recipe.balance_power) for head in HEADS},
    )


def second_student_examples(
    labeled: Sequence[LabeledRow],
    others: Sequence[str],
    targets: SoftLabels,
    soft_labels: SoftLabels,
    chosen: Sequence[int],
    recipe: Recipe,
) -> TrainingExamples:
    """Examples of the labeled rows, and of some of the other texts with the model's own soft labels.

    :param targets: Targets of the labeled rows.
    :param soft_labels: Soft labels of all other texts.
    :param chosen: Indexes of the other texts that are used.
    """
    both = {head: np.concatenate([targets[head], soft_labels[head][list(chosen)]]) for head in HEADS}
    return TrainingExamples(
        tuple(row.text for row in labeled) + tuple(others[index] for index in chosen),
        {head: weight_rows(both[head], recipe.balance_power) for head in HEADS},
    )


def balanced_sample(labels: NDArray[np.int64], count: int, seed: int) -> list[int]:
    """Draw a random sample of texts with the same number of texts per label, as far as possible.

    :param labels: (texts,) index of each text's label.
    :param count: Maximum size of the sample. If a label has too few texts, the other labels get more.
    :param seed: Seed of the sample.
    :returns: Indexes into ``labels``, increasing.
    """
    generator = np.random.default_rng(seed)
    by_label = [generator.permutation(np.flatnonzero(labels == label)) for label in np.unique(labels)]
    chosen: list[int] = []
    for left, indexes in zip(range(len(by_label), 0, -1), sorted(by_label, key=len), strict=True):
        chosen += indexes[: (count - len(chosen)) // left].tolist()
    return sorted(chosen)


def fast_dtype(network: JointClassifier) -> torch.dtype:
    """bfloat16 if the hardware supports it, otherwise float32; precise enough for predictions in training."""
    fast = half_precision_is_fast(next(network.parameters()).device)
    return torch.bfloat16 if fast else torch.float32


def _folds(
    labeled: Sequence[LabeledRow], recipe: Recipe
) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each fold, the indexes of the rows that its teacher is trained on, and of the held-out rows."""
    strata = [f"{row.source} {row.emotion}" for row in labeled]
    return list(StratifiedKFold(recipe.folds, shuffle=True, random_state=recipe.seed).split(strata, strata))


def _labels_with_tfidf(labeled: Sequence[LabeledRow], recipe: Recipe, work: Path) -> SoftLabels:
    path = work / f"tfidf-{fingerprint(labeled)[:12]}-{recipe.folds}-{recipe.seed}.npz"
    tfidf = _cached(
        path, lambda: {head: out_of_fold(labeled, head, recipe.folds, recipe.seed) for head in HEADS}
    )
    return {
        head: mix(
            soft_targets(labeled, head, recipe.label_smoothing, recipe.alternative_share),
            tfidf[head],
            recipe.tfidf_share,
        )
        for head in HEADS
    }


def _predict_soft_labels(
    network: JointClassifier, encoder: Encoder, recipe: Recipe, texts: Sequence[str]
) -> SoftLabels:
    predicted = NetworkPredictor(network, encoder, recipe.max_length, fast_dtype(network))(texts)
    return {
        head: np.array([one.of(head) for one in predicted]).reshape(len(texts), len(LABELS[head]))
        for head in HEADS
    }


def _cached(path: Path, compute: Callable[[], SoftLabels]) -> SoftLabels:
    """Load soft labels from a file; if it is missing, compute and save them, which takes minutes."""
    if not path.exists():
        computed = compute()
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, sentiment=computed["sentiment"], emotion=computed["emotion"])
        os.replace(unfinished, path)
    with np.load(path) as arrays:
        return {head: arrays[head] for head in HEADS}
