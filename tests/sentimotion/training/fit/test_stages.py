"""Training data of each stage: no model gives soft labels of rows that it was trained on."""

from types import SimpleNamespace

import numpy as np
import pytest

from sentimotion.labels import HEADS, LABELS
from sentimotion.tables.labeled_rows import LabeledRow
from sentimotion.training.fit import stages
from sentimotion.training.fit.loop import Fitted
from sentimotion.training.fit.recipe import Recipe, Stage
from sentimotion.training.fit.stages import (
    balanced_sample,
    labeled_examples,
    second_student_examples,
    student_examples,
    train_stages,
)

NAN = float("nan")
LABELED = [
    *(LabeledRow(f"ভালো {index}", "positive", "happy", "written") for index in range(6)),
    *(LabeledRow(f"বাজে {index}", "negative", "fear", "comments") for index in range(6)),
]
OTHER_TEXTS = ("এক", "দুই")
RECIPE = Recipe(
    seed=40,
    folds=3,
    label_smoothing=0.0,
    tfidf_share=0.2,
    balance_power=0.0,
    teacher=Stage(epochs=4, learning_rate=0.1),
    student=Stage(epochs=1, learning_rate=0.2),
    finish=Stage(epochs=3, learning_rate=0.3),
    second_student=Stage(epochs=2, learning_rate=0.4),
    second_student_others=1,
)


def constant(n_texts, value):
    return {head: np.full((n_texts, len(LABELS[head])), value) for head in HEADS}


class Stages:
    """Runs the stages with a stub in the place of training: a network is the name of its stage."""

    def __init__(self, monkeypatch, work):
        self.work, self.losses = work, (0.5, 0.25)
        self.fits, self.epochs, self.asked, self.student = [], [], [], None
        monkeypatch.setattr(stages, "fit", self.fit)
        monkeypatch.setattr(stages, "_predict_soft_labels", self.soft_labels)
        monkeypatch.setattr(stages, "student_examples", self.student_examples)
        monkeypatch.setattr(stages, "out_of_fold", self.out_of_fold)

    def run(self, others=OTHER_TEXTS):
        self.work.mkdir(exist_ok=True)
        start = SimpleNamespace(name="start")

        def on_epoch(stage, epoch, _network):
            self.epochs.append((stage, epoch))

        return train_stages(start, None, LABELED, others, RECIPE, self.work, None, on_epoch)

    def fit(self, network, _tokenizer, examples, stage, seed, state, on_epoch):
        name = state.stem.removeprefix("state-")
        self.fits.append((name, network.name, examples, stage, seed))
        on_epoch(1, network)
        return Fitted(SimpleNamespace(name=name), self.losses, 1.0)

    def soft_labels(self, network, _encoder, _recipe, texts):
        """Each teacher gives its own number for every text; the finished model gives happy for all."""
        self.asked.append(network.name)
        if network.name == "finish":
            return {"sentiment": np.array([[0.0, 0, 1]] * len(texts)), "emotion": np.eye(6)[[1] * len(texts)]}
        return constant(len(texts), float(network.name.removeprefix("teacher-")))

    def out_of_fold(self, rows, head, folds, seed):
        assert (rows, folds, seed) == (LABELED, 3, 40)
        return np.full((len(rows), len(LABELS[head])), 0.25)

    def student_examples(self, labeled, others, targets, soft_labels, recipe):
        self.student = targets, soft_labels
        return student_examples(labeled, others, targets, soft_labels, recipe)


@pytest.fixture
def tried(monkeypatch, tmp_path):
    return Stages(monkeypatch, tmp_path / "work")


def test_a_teacher_is_not_trained_on_the_rows_that_it_labels(tried):
    tried.run()
    seen = [set(examples.texts) for name, _, examples, *_ in tried.fits if name.startswith("teacher")]
    assert [len(texts) for texts in seen] == [8, 8, 8]
    _, soft_labels = tried.student
    for head in HEADS:
        for row, soft_label in zip(LABELED, soft_labels[head][:12], strict=True):
            number = int(soft_label[0])
            assert row.text not in seen[number - 1]
        assert sorted(soft_labels[head][:12, 0]) == [1.0] * 4 + [2.0] * 4 + [3.0] * 4
        # Other texts get the mean of all three.
        assert soft_labels[head][12:] == pytest.approx(2.0)


def test_the_stages_follow_each_other(tried):
    done = tried.run()
    names = ["teacher-1", "teacher-2", "teacher-3", "student", "finish", "second-student"]
    assert [one.network.name for one in done] == names
    assert [name for name, *_ in tried.fits] == names
    assert [start for _, start, *_ in tried.fits] == ["start"] * 3 + ["teacher-1", "student", "finish"]
    last = [RECIPE.student, RECIPE.finish, RECIPE.second_student]
    assert [stage for *_, stage, _ in tried.fits] == [RECIPE.teacher] * 3 + last
    assert [seed for *_, seed in tried.fits] == [41, 42, 43, 40, 40, 40]
    assert [len(examples.texts) for _, _, examples, *_ in tried.fits] == [8, 8, 8, 14, 12, 13]
    assert tried.epochs == [(name, 1) for name in names]
    assert (tried.work / "losses-student.csv").read_text() == "step,loss\n1,0.500000\n2,0.250000\n"


def test_tfidf_has_a_share_of_the_labels(tried):
    tried.run()
    targets, _ = tried.student
    assert targets["sentiment"][0] == pytest.approx([0.05, 0.05, 0.85])
    assert targets["emotion"][-1] == pytest.approx([0.05, 0.05, 0.05, 0.05, 0.05, 0.85])


def test_soft_labels_are_cached(tried, monkeypatch):
    tried.run()
    first = tried.student
    monkeypatch.setattr(stages, "out_of_fold", pytest.fail)
    tried.run()
    assert tried.asked == ["teacher-1", "teacher-2", "teacher-3", "finish"]
    for one, again in zip(first, tried.student, strict=True):
        assert all((one[head] == again[head]).all() for head in HEADS)


def test_soft_labels_of_other_texts_or_by_other_teachers_are_computed_again(tried):
    tried.run()
    tried.run(others=("এক", "তিন"))
    assert len(tried.asked) == 8
    tried.losses = (0.5, 0.3)  # the same rows, another learning rate
    tried.run()
    assert len(tried.asked) == 12


def test_the_student_is_trained_on_labels_and_soft_labels():
    labeled = [LabeledRow("ক", "negative", None, "written"), LabeledRow("খ", "positive", None, "comments")]
    targets = {
        "sentiment": np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        "emotion": np.full((2, 6), NAN),
    }
    soft_labels = {
        "sentiment": np.array([[0.2, 0.4, 0.4], [0.1, 0.1, 0.8], [0.3, 0.6, 0.1]]),
        "emotion": np.array([[1.0, 0, 0, 0, 0, 0]] * 3),
    }
    found = student_examples(labeled, ["গ"], targets, soft_labels, RECIPE)
    assert found.texts == ("ক", "খ", "গ")
    # The mean of both for labeled rows, the soft label alone for others.
    assert found.targets["sentiment"] == pytest.approx(
        np.array([[0.6, 0.2, 0.2], [0.05, 0.05, 0.9], [0.3, 0.6, 0.1]])
    )
    assert found.targets["emotion"].tolist() == [[0.0] * 6, [0.0] * 6, [1.0, 0, 0, 0, 0, 0]]


def test_the_second_student_is_trained_on_labels_and_its_own_soft_labels_of_some_others():
    targets = {"sentiment": np.array([[1.0, 0.0, 0.0]]), "emotion": np.full((1, 6), NAN)}
    own = {
        "sentiment": np.array([[0.2, 0.4, 0.4], [0.1, 0.1, 0.8], [0.3, 0.6, 0.1]]),
        "emotion": np.array([[0.5, 0.5, 0, 0, 0, 0], [0, 1.0, 0, 0, 0, 0], [0, 0, 1.0, 0, 0, 0]]),
    }
    found = second_student_examples(LABELED[:1], ["ক", "খ", "গ"], targets, own, [0, 2], RECIPE)
    assert found.texts == ("ভালো 0", "ক", "গ")
    assert found.targets["sentiment"] == pytest.approx(
        np.array([[1.0, 0.0, 0.0], [0.2, 0.4, 0.4], [0.3, 0.6, 0.1]])
    )
    assert found.targets["emotion"].tolist() == [[0.0] * 6, [0.5, 0.5, 0, 0, 0, 0], [0, 0, 1.0, 0, 0, 0]]


def test_texts_are_chosen_evenly_over_labels():
    labels = np.array([0] * 500 + [2] * 300 + [5] * 20)
    chosen = balanced_sample(labels, 120, seed=1)
    assert chosen == sorted(set(chosen))
    assert np.bincount(labels[chosen]).tolist() == [50, 0, 50, 0, 0, 20]
    assert chosen != balanced_sample(labels, 120, seed=2)
    assert balanced_sample(labels, 2000, seed=1) == list(range(820))
    assert balanced_sample(np.array([], int), 5, seed=1) == []


def test_labeled_rows_are_weighted():
    rows = LABELED[:2] + LABELED[-1:]
    targets = {
        "sentiment": np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]),
        "emotion": np.full((3, 6), NAN),
    }
    found = labeled_examples(rows, targets, Recipe(balance_power=1.0))
    assert found.texts == ("ভালো 0", "ভালো 1", "বাজে 5")
    assert found.targets["sentiment"] == pytest.approx(np.array([[0, 0, 0.75], [0, 0, 0.75], [1.5, 0, 0]]))
    assert not found.targets["emotion"].any()
