"""Attribution of a model's score to its input tokens and words, for any model that takes embeddings."""

from explain.agreement import rank_agreement
from explain.attribution import (
    DEFAULT_TOLERANCE,
    SMALLEST_CHANGE,
    AttributableModel,
    ModelInput,
    Target,
    TargetKind,
    TokenAttribution,
)
from explain.baselines import Baseline, FillId
from explain.captum_reference import captum_integrated_gradients
from explain.decomposition.layers import Activation, DecomposableModel, EncoderLayer, Step
from explain.decomposition.method import decomposition
from explain.deletion import logits_without
from explain.errors import Canceled, ExplainError, NonFiniteAttribution, NotDecomposable
from explain.expected_gradients import expected_gradients
from explain.faithfulness.chance import ChanceRank, chance_ranks
from explain.faithfulness.deletion_curve import DeletionCurve, deletion_curve
from explain.faithfulness.erasers import ErasableText, Eraser
from explain.faithfulness.metrics import Faithfulness, faithfulness
from explain.gradient_x_input import gradient_x_input
from explain.groups import Groups, word_groups
from explain.integrated_gradients import integrated_gradients
from explain.interactions import PairInteractions, pair_interactions
from explain.perturbation import leave_one_out, shapley_sampling
from explain.progress import ProgressCallback
from explain.walk import TENTHS, Walk, walk
from explain.words import WordTotals, sum_to_words

__all__ = [
    "DEFAULT_TOLERANCE",
    "SMALLEST_CHANGE",
    "TENTHS",
    "Activation",
    "AttributableModel",
    "Baseline",
    "Canceled",
    "ChanceRank",
    "DecomposableModel",
    "DeletionCurve",
    "EncoderLayer",
    "ErasableText",
    "Eraser",
    "ModelInput",
    "ExplainError",
    "Faithfulness",
    "FillId",
    "Groups",
    "NonFiniteAttribution",
    "NotDecomposable",
    "PairInteractions",
    "ProgressCallback",
    "Step",
    "Target",
    "TargetKind",
    "TokenAttribution",
    "Walk",
    "WordTotals",
    "captum_integrated_gradients",
    "chance_ranks",
    "decomposition",
    "deletion_curve",
    "expected_gradients",
    "faithfulness",
    "gradient_x_input",
    "integrated_gradients",
    "leave_one_out",
    "logits_without",
    "pair_interactions",
    "rank_agreement",
    "shapley_sampling",
    "sum_to_words",
    "walk",
    "word_groups",
]
