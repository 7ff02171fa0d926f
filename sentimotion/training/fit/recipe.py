"""All hyperparameters of a training run."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Stage:
    """Hyperparameters of one stage; the stages are described in ``stages.py``.

    Rates and shares are 0 to 1.
    """

    epochs: int
    learning_rate: float
    head_learning_rate: float = 1e-3
    batch_size: int = 48
    weight_decay: float = 0.01
    warmup_share: float = 0.06
    final_share: float = 0.0
    """Final learning rate as a share of the maximum; it decreases linearly."""
    max_gradient_norm: float = 1.0
    masked_texts: float = 0.5
    """Share of the texts of an epoch in which tokens are masked, with unchanged labels. It prepares the model
    for texts with removed words (Madsen, Reddy and Chandar 2024, arXiv 2310.07819)."""
    masked_shares: tuple[float, float] = (0.0, 1.0)
    """Range from which the share of masked tokens of such a text is drawn uniformly."""
    name_share: float = 0.5
    """Probability that names of groups, places and persons in a text are replaced by others of their kind in
    an epoch (data/names.py), so that predictions do not depend on names."""
    name_pairing: float = 0.0
    """Weight of the pairing loss between a text with its original names and with others (objective.py)."""
    variant_share: float = 0.2
    """Share of the texts of an epoch that are augmented with another spelling (data/augmentation.py)."""
    save_every_steps: int = 300


@dataclass(frozen=True, slots=True)
class Recipe:
    """Hyperparameters of a training run; stored in the checkpoint's config.

    The README of ``training/`` lists what was tried, with results.
    """

    seed: int = 20261126
    max_length: int = 128
    label_smoothing: float = 0.05
    alternative_share: float = 0.3
    """Share of a label's target that its alternative receives, if the labeler gave one."""
    balance_power: float = 0.25
    """Exponent of the inverse label frequency in row weights; 0: none, 1: all labels have equal weight."""
    tfidf_share: float = 0.2
    """Weight of out-of-fold TF-IDF predictions in the targets: their errors differ from the encoder's, and
    they smooth labels that contradict similar rows."""
    folds: int = 5
    """Number of folds of the labeled rows, for predictions by models that were not trained on a row."""
    teacher_share: float = 0.5
    """Weight of the teacher's soft labels in the targets of labeled rows in the student stage."""
    teacher: Stage = Stage(epochs=4, learning_rate=1.5e-4, batch_size=64)
    student: Stage = Stage(epochs=1, learning_rate=2e-4, batch_size=128, warmup_share=0.18, final_share=0.709)
    finish: Stage = Stage(epochs=3, learning_rate=1.5e-4, warmup_share=0.03)
    second_student: Stage = Stage(epochs=2, learning_rate=1e-4, name_share=1.0, name_pairing=2.0)
    second_student_others: int = 25_000
    """Number of unlabeled texts in the second student stage, balanced over predicted emotions."""


RECIPE: Final = Recipe()
"""Recipe of the shipped checkpoint."""
