"""Choose the precision of predictions and gradients, and the size of gradient batches.

Settled when it is loaded.
"""

from dataclasses import dataclass
from typing import Final

import torch

from sentimotion.inference.network import JointClassifier

# Below this width a step is not mostly matrix products: at 384 half precision saved nothing once a fifth of
# the targets had to be done again, at 1024 it nearly halved the time (tests/benchmarks/explain.py).
_MIN_HALF_HIDDEN_SIZE: Final = 768


@dataclass(frozen=True, slots=True)
class GradientPlan:
    """How the gradients of a network are taken.

    ``chunk_nodes`` points of the path share a pass, fewer where they would hold more than ``chunk_tokens``
    tokens: so many that they fill the cores, so few that memory stays bounded with long texts and large
    models, that progress moves, and that a canceled explanation ends soon.
    """

    dtype: torch.dtype
    chunk_nodes: int = 16
    chunk_tokens: int = 512

    def chunk_size(self, n_tokens: int) -> int:
        """Points per pass for a text of so many tokens, at least 1."""
        return max(1, min(self.chunk_nodes, self.chunk_tokens // n_tokens))


def plan_gradients(network: JointClassifier) -> GradientPlan:
    """Choose for a network where it stands; on a CPU with bfloat16 its attention is set to suit.

    :param network: On its device, not yet in use: torch's fused attention, which saves memory at lengths
        beyond ours, has no fast bfloat16 backward pass on CPUs; plain matrix products have.
    """
    device = next(network.parameters()).device
    if prediction_dtype(device, network.config.hidden_size) is torch.float32:
        return GradientPlan(torch.float32)
    if device.type == "cpu":
        network.encoder.set_attn_implementation("eager")
    return GradientPlan(torch.bfloat16)


def prediction_dtype(device: torch.device, hidden_size: int) -> torch.dtype:
    """The precision of predictions where none is asked for: bfloat16 where it pays, else float32.

    :param device: Where the network is to run.
    :param hidden_size: The encoder's width.
    """
    wide = hidden_size >= _MIN_HALF_HIDDEN_SIZE
    return torch.bfloat16 if wide and half_precision_is_fast(device) else torch.float32


def half_precision_is_fast(device: torch.device) -> bool:
    """Whether bfloat16 products are done by the hardware rather than emulated."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return device.type == "cpu" and bool(torch.cpu._is_avx512_bf16_supported())
