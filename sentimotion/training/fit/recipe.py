"""All hyperparameters of a training run."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Stage:
    """How one stage goes over its texts.

    Rates and shares are 0 to 1. What a stage is for, and over which texts it goes, is in ``stages.py``.
    """

    epochs: int
    learning_rate: float
    head_learning_rate: float = 1e-3
    batch_size: int = 48
    weight_decay: float = 0.01
    warmup_share: float = 0.06
    final_share: float = 0.0
    """What is left of the learning rate at the end; it falls linearly."""
    max_gradient_norm: float = 1.0
    masked_texts: float = 0.5
    """Share of the texts of an epoch with masked tokens, labels kept, so that the model has seen what is left
    of a text when words are taken out (Madsen, Reddy and Chandar 2024, arXiv 2310.07819)."""
    masked_shares: tuple[float, float] = (0.0, 1.0)
    """Which share of the tokens of such a text is masked: drawn evenly between these."""
    name_share: float = 0.5
    """Probability of a text's names of groups, places and persons to be replaced by others of their kind in
    an epoch (data/names.py), so that no name decides."""
    name_pairing: float = 0.0
    """Weight of how differently a text is read with its own names and with others (objective.py)."""
    variant_share: float = 0.2
    """Share of the texts that are read in another spelling in an epoch (data/augmentation.py)."""
    save_every_steps: int = 300


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run; they go into the checkpoint's config.

    What was tried and what came out stands in this folder's README.
    """

    seed: int = 20261126
    max_length: int = 128
    label_smoothing: float = 0.05
    alternative_share: float = 0.3
    """How much of a label's target goes to the alternative, where the reader hesitated."""
    balance_power: float = 0.25
    """0: classes as frequent as they are; 1: all count the same."""
    tfidf_share: float = 0.2
    """How much of a target is the opinion of TF-IDF with logistic regression that has not seen the row: it is
    right about other rows than the encoder, and doubts labels that contradict their like."""
    folds: int = 5
    """In how many parts the labeled rows are split, for opinions of models that have not seen the row."""
    teacher_share: float = 0.5
    """How much of a labeled row's target in the student's stage is the opinion of the teacher that has not
    seen the row."""
    teacher: Stage = Stage(epochs=4, learning_rate=1.5e-4, batch_size=64)
    student: Stage = Stage(epochs=1, learning_rate=2e-4, batch_size=128, warmup_share=0.18, final_share=0.709)
    finish: Stage = Stage(epochs=3, learning_rate=1.5e-4, warmup_share=0.03)
    second_student: Stage = Stage(epochs=2, learning_rate=1e-4, name_share=1.0, name_pairing=2.0)
    second_student_others: int = 25_000
    """How many of the texts without a label the second student learns from, as many of each emotion."""


RECIPE: Final = Recipe()
"""The shipped checkpoint's."""
