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
from sklearn.model_selection import StratifiedKFold
from tokenizers import Tokenizer

from sentimotion.inference.network import JointClassifier
from sentimotion.inference.precision import half_precision_is_fast
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.tables.labelled_rows import LabeledRow
from sentimotion.text.encoding import Encoder
from sentimotion.training.data.dataset import fingerprint
from sentimotion.training.fit.loop import Fitted, TrainingExamples, fit
from sentimotion.training.fit.objective import mixed, soft_targets, weighted
from sentimotion.training.fit.recipe import Recipe, Stage
from sentimotion.training.fit.tfidf import out_of_fold
from sentimotion.training.report.dev_metrics import NetworkPredictor

OTHERS = "others"
"""Source of the texts without a label."""

Opinions = Mapping[Head, np.ndarray]
"""By head, (texts, labels): probabilities, or what probabilities should be."""

OnEpoch = Callable[[str, int, JointClassifier], None]
"""Called with the name of the stage, the number of epochs done, and the model in eval mode."""


def train_stages(
    network: JointClassifier,
    tokenizer: Tokenizer,
    labelled: Sequence[LabeledRow],
    others: Sequence[str],
    recipe: Recipe,
    work: Path,
    encoder: Encoder,
    on_epoch: OnEpoch,
) -> list[Fitted]:
    """Train all stages, going on where an earlier call with the same work folder was stopped.

    :param network: What the teachers start from, on the device to train on.
    :param tokenizer: Truncating to the recipe's length.
    :param labelled: Rows with labels of both heads.
    :param others: Texts without.
    :param recipe: The settings.
    :param work: Folder for states, losses and opinions.
    :param encoder: The same tokenizer, as predictions use it.
    :param on_epoch: See :data:`OnEpoch`.
    :returns: All stages in order: the teachers, the student, and last the finished model.
    :raises DataError: A saved state belongs to other settings or rows.
    """

    def run(name: str, start: JointClassifier, examples: TrainingExamples, stage: Stage, seed: int) -> Fitted:
        state = work / f"state-{name}.pt"
        fitted = fit(start, tokenizer, examples, stage, seed, state, lambda *done: on_epoch(name, *done))
        lines = (f"{step},{loss:.6f}\n" for step, loss in enumerate(fitted.losses, 1))
        (work / f"losses-{name}.csv").write_text("step,loss\n" + "".join(lines))
        return fitted

    def opinion_path(name: str, teacher: Fitted) -> Path:
        # The losses tell one teacher from another: every setting and every row that it has seen moves them.
        digest = sha256(repr((teacher.losses, texts)).encode("utf-8", "surrogatepass")).hexdigest()
        return work / f"opinion-{name}-{digest[:12]}.npz"

    texts = [row.text for row in labelled] + list(others)
    targets = _labels_with_tfidf(labelled, recipe, work)
    opinions = {head: np.zeros((len(texts), targets[head].shape[1])) for head in HEADS}
    done = []
    for number, (seen, unseen) in enumerate(_folds(labelled, recipe), 1):
        rows = [labelled[index] for index in seen]
        examples = labelled_examples(rows, {head: targets[head][seen] for head in HEADS}, recipe)
        teacher = run(
            f"teacher-{number}", copy.deepcopy(network), examples, recipe.teacher, recipe.seed + number
        )
        path = opinion_path(f"{number}", teacher)
        found = _kept(path, partial(_opinion, teacher.network, encoder, recipe, texts))
        for head in HEADS:
            opinions[head][unseen] = found[head][unseen]
            opinions[head][len(labelled) :] += found[head][len(labelled) :] / recipe.folds
        done.append(teacher)
    everything = student_examples(labelled, others, targets, opinions, recipe)
    student = run("student", copy.deepcopy(done[0].network), everything, recipe.student, recipe.seed)
    examples = labelled_examples(labelled, targets, recipe)
    finished = run("finish", copy.deepcopy(student.network), examples, recipe.finish, recipe.seed)
    path = opinion_path("finish", finished)
    own = _kept(path, partial(_opinion, finished.network, encoder, recipe, others))
    chosen = evenly(own["emotion"].argmax(axis=1), recipe.second_student_others, recipe.seed)
    examples = second_student_examples(labelled, others, targets, own, chosen, recipe)
    second = run(
        "second-student", copy.deepcopy(finished.network), examples, recipe.second_student, recipe.seed
    )
    return [*done, student, finished, second]


def labelled_examples(rows: Sequence[LabeledRow], targets: Opinions, recipe: Recipe) -> TrainingExamples:
    """Labeled rows with their targets, rare labels weighing more."""
    return TrainingExamples(
        tuple(row.text for row in rows),
        {head: weighted(targets[head], recipe.balance_power) for head in HEADS},
    )


def student_examples(
    labelled: Sequence[LabeledRow],
    others: Sequence[str],
    targets: Opinions,
    opinions: Opinions,
    recipe: Recipe,
) -> TrainingExamples:
    """The labeled rows and the others, with what the teachers say of both.

    :param targets: Of the labeled rows.
    :param opinions: Of the labeled rows, then of the others.
    """
    n = len(labelled)
    both = {
        head: np.concatenate(
            [mixed(targets[head], opinions[head][:n], recipe.teacher_share), opinions[head][n:]]
        )
        for head in HEADS
    }
    return TrainingExamples(
        tuple(row.text for row in labelled) + tuple(others),
        {head: weighted(both[head], recipe.balance_power) for head in HEADS},
    )


def second_student_examples(
    labelled: Sequence[LabeledRow],
    others: Sequence[str],
    targets: Opinions,
    own: Opinions,
    chosen: Sequence[int],
    recipe: Recipe,
) -> TrainingExamples:
    """The labeled rows, and some of the others with what the model itself says of them.

    :param targets: Of the labeled rows.
    :param own: The model's opinion of all others.
    :param chosen: Indexes of the others that are taken.
    """
    both = {head: np.concatenate([targets[head], own[head][list(chosen)]]) for head in HEADS}
    return TrainingExamples(
        tuple(row.text for row in labelled) + tuple(others[index] for index in chosen),
        {head: weighted(both[head], recipe.balance_power) for head in HEADS},
    )


def evenly(labels: np.ndarray, count: int, seed: int) -> list[int]:
    """Indexes of as many texts of each label as there are, drawn at random; in the texts' order.

    :param labels: (texts,) index of each text's label.
    :param count: How many in all; a label that has fewer than its part leaves the rest to the others.
    :param seed: Of the draw.
    """
    generator = np.random.default_rng(seed)
    by_label = [generator.permutation(np.flatnonzero(labels == label)) for label in np.unique(labels)]
    chosen: list[int] = []
    for left, indexes in zip(range(len(by_label), 0, -1), sorted(by_label, key=len), strict=True):
        chosen += indexes[: (count - len(chosen)) // left].tolist()
    return sorted(chosen)


def fast_dtype(network: JointClassifier) -> torch.dtype:
    """bfloat16 where the hardware has it: enough for an opinion and a look on the way."""
    fast = half_precision_is_fast(next(network.parameters()).device)
    return torch.bfloat16 if fast else torch.float32


def _folds(labelled: Sequence[LabeledRow], recipe: Recipe) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each fold the indexes of the rows that its teacher learns from, and of those it does not see."""
    strata = [f"{row.source} {row.emotion}" for row in labelled]
    return list(StratifiedKFold(recipe.folds, shuffle=True, random_state=recipe.seed).split(strata, strata))


def _labels_with_tfidf(labelled: Sequence[LabeledRow], recipe: Recipe, work: Path) -> Opinions:
    path = work / f"tfidf-{fingerprint(labelled)[:12]}-{recipe.folds}-{recipe.seed}.npz"
    tfidf = _kept(
        path, lambda: {head: out_of_fold(labelled, head, recipe.folds, recipe.seed) for head in HEADS}
    )
    return {
        head: mixed(
            soft_targets(labelled, head, recipe.label_smoothing, recipe.alternative_share),
            tfidf[head],
            recipe.tfidf_share,
        )
        for head in HEADS
    }


def _opinion(network: JointClassifier, encoder: Encoder, recipe: Recipe, texts: Sequence[str]) -> Opinions:
    found = NetworkPredictor(network, encoder, recipe.max_length, fast_dtype(network))(texts)
    return {
        head: np.array([one.of(head) for one in found]).reshape(len(texts), len(LABELS[head]))
        for head in HEADS
    }


def _kept(path: Path, make: Callable[[], Opinions]) -> Opinions:
    """Opinions from a file; made and kept there where it is missing, since they take minutes."""
    if not path.exists():
        made = make()
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, sentiment=made["sentiment"], emotion=made["emotion"])
        os.replace(unfinished, path)
    with np.load(path) as kept:
        return {head: kept[head] for head in HEADS}
