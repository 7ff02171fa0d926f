"""Every setting of a training run, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sentimotion.labels import Head

UNLABELLED = "unlabelled"
"""Source of the rows that only teach the encoder the register."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run; they go into the checkpoint's config.

    What was tried and what came out stands in this folder's README.
    """

    seed: int = 20261123
    epochs: int = 4
    batch_size: int = 48
    learning_rate: float = 2e-4
    head_learning_rate: float = 1e-3
    """The heads start from nothing, the encoder from a trained state."""
    layer_decay: float = 1.0
    """Each layer of the encoder learns this much slower than the one above it, the embeddings slowest
    (Howard and Ruder 2018, arXiv 1801.06146: what is below is more general, and should move less)."""
    average_decay: float = 0.0
    """The exported weights are a moving average with this decay a step; 0 takes the run's last ones."""
    weight_decay: float = 0.01
    warmup_share: float = 0.06
    max_length: int = 128
    balance_power: float = 0.5
    """0: classes as frequent as they are; 1: all count the same. In between, since at 1 the few rows of fear
    would each weigh as much as 60 rows of happy."""
    label_smoothing: float = 0.05
    max_gradient_norm: float = 1.0
    source_weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "sentnob": 1.5,
            "mubase": 1.5,
            "news_comments": 0.7,
            "sazzad_drama": 0.7,
            "multichannel": 0.7,
        }
    )
    """How often each source is taken in an epoch, 1 where none is given. More often: comments with all three
    sentiments; less often: news comments of another scheme, and sets without a neutral class."""
    last_epoch_weights: Mapping[str, float] = field(
        default_factory=lambda: {
            "sentnob": 2.0,
            "mubase": 2.0,
            "news_comments": 0.5,
            "sazzad_drama": 0.5,
            "multichannel": 0.5,
        }
    )
    """The same for the last epoch: the label schemes disagree, and what is learned last counts most."""
    unlabelled_epochs: int = 1
    """In how many epochs, from the first, the unlabelled comments are taken, with only words to guess."""
    mask_shares: tuple[float, ...] = (0.15, 0.15, 0.10, 0.0)
    """Share of the tokens hidden in each epoch; the encoder learns to guess them beside the labels (Dery et
    al. 2022, arXiv 2109.07437: pretraining on the task's own text beside the task). None in the last epoch,
    which sees texts as the model will."""
    mask_loss_weight: float = 0.2
    variant_share: float = 0.2
    """Share of the rows that are read in another spelling in an epoch (variants.py)."""
    teacher_share: float = 0.35
    """How much of a row's target is the teacher's opinion: TF-IDF with logistic regression that has not seen
    the row. It is right about other rows than the encoder, and doubts labels that contradict their like."""
    teacher_folds: int = 5
    doubted_below: float = 0.0
    """A label that the teacher gives less probability than this is doubted (confident learning in small:
    Northcutt et al. 2021, arXiv 1911.00068). 0 doubts none."""
    doubted_teacher_share: float = 0.8
    """The teacher's part in the target of a doubted label."""
    neutral_emotion_sources: tuple[str, ...] = ("sentnob", "mubase", "youtube_sentiment", "sail")
    """Rows of these sources with neutral sentiment and no emotion are taken as neutral emotion: the sets of
    emotions have next to none in Bangla script. A guess, not an annotator's label."""
    source_bias_max_share: float = 0.9
    """In training each source adds a bias of its own to the logits, since the sets differ in what they call
    neutral or happy; the exported head has the mean bias of served_as. A source with a label more frequent
    than this share of its rows gets none: the bias would learn the label instead of the words doing it."""
    served_as: Mapping[Head, tuple[str, ...]] = field(
        default_factory=lambda: {
            "sentiment": (
                *("sentnob", "mubase", "youtube_sentiment"),
                *("sail", "news_comments", "absa_cricket"),
            ),
            "emotion": ("emonoba", "bemoc6k", "banemo", "youtube_emotion"),
        }
    )
    served_neutral_shift: float = -2.75
    """Added to the bias of neutral emotion in the exported head. Without it the head, taught by the guess
    above, called the emotion of 46 % of the plainly positive and negative dev comments neutral; with it, of
    5 %, and it says neutral mostly by staying under its threshold. Chosen by the mean macro-F1 of the dev
    sets with 200 rows or more."""
    save_every_steps: int = 300

    def mask_share(self, epoch: int) -> float:
        """Share of the tokens hidden in an epoch, counted from 0; the last one given goes on."""
        return self.mask_shares[min(epoch, len(self.mask_shares) - 1)]

    def weights_of_sources(self, epoch: int) -> dict[str, float]:
        """How often each source is taken in an epoch, counted from 0; 1 where none is given."""
        weights = self.last_epoch_weights if epoch + 1 == self.epochs else self.source_weights
        return {**weights, UNLABELLED: float(epoch < self.unlabelled_epochs)}


SECOND_PASS: Final = Recipe(
    epochs=3,
    learning_rate=1.2e-4,
    head_learning_rate=5e-4,
    layer_decay=0.9,
    average_decay=0.998,
    source_weights={
        **{"sentnob": 1.5, "mubase": 1.5, "youtube_sentiment": 2.0, "youtube_emotion": 2.0},
        **{"absa_cricket": 2.0, "sail": 2.0, "news_comments": 0.7, "sazzad_drama": 0.7, "multichannel": 0.7},
    },
    last_epoch_weights={
        **{"sentnob": 2.0, "mubase": 2.0, "youtube_sentiment": 2.0, "youtube_emotion": 2.0},
        **{"absa_cricket": 2.0, "sail": 2.0, "news_comments": 0.5, "sazzad_drama": 0.5, "multichannel": 0.5},
    },
    unlabelled_epochs=0,
    mask_shares=(0.15, 0.10, 0.0),
    teacher_share=0.5,
    doubted_below=0.15,
)
"""The same training once more, from the first pass's model: the learning rate rises and falls again, and the
teacher is now TF-IDF and the first pass's model together (Furlanello et al. 2018, arXiv 1805.04770: a student
of its own kind goes further). Small sets on which the first pass lay near or under the floor count double."""

PASSES: Final = (Recipe(), SECOND_PASS)
"""One after the other; the second has to be asked for (``python -m sentimotion train --passes 2``)."""
