"""Choose the precision of predictions and gradients, and the size of gradient batches.

Both are chosen when a model is loaded.
"""

from dataclasses import dataclass
from typing import Final

import torch

from sentimotion.inference.network import JointClassifier

# In narrower networks matrix products take less of the time: at a width of 384 half precision saved nothing,
# as a fifth of the targets had to be computed again; at 1024 it nearly halved the time
# (tests/benchmarks/explain.py).
_MIN_HALF_HIDDEN_SIZE: Final = 768
# Points and tokens of a pass, by type of device, where they are not those of GradientPlan. A few hundred
# tokens do not fill a GPU; with these, all 21 points of the first round share a pass, up to 195 tokens.
_CHUNKS: Final = {"cuda": (32, 4096)}


@dataclass(frozen=True, slots=True)
class GradientPlan:
    """Precision and batch size of gradients.

    ``chunk_nodes`` points of the path share a pass, fewer if they would exceed ``chunk_tokens`` tokens:
    enough to use all cores, few enough to bound memory for long texts and large models, to report progress
    regularly, and to stop soon after cancellation.
    """

    dtype: torch.dtype
    chunk_nodes: int = 16
    chunk_tokens: int = 512

    def chunk_size(self, n_tokens: int) -> int:
        """Points per pass for a text of so many tokens, at least 1."""
        return max(1, min(self.chunk_nodes, self.chunk_tokens // n_tokens))


def plan_gradients(network: JointClassifier) -> GradientPlan:
    """Choose the plan for a network on its device; on a CPU with bfloat16, also sets its attention.

    :param network: On its device, not yet in use: torch's fused attention, which saves memory at lengths
        beyond ours, has no fast bfloat16 backward pass on CPUs; plain matrix products have.
    """
    device = next(network.parameters()).device
    dtype = prediction_dtype(device, network.config.hidden_size)
    if dtype is not torch.float32 and device.type == "cpu":
        network.encoder.fused_attention = False
    chunks = _CHUNKS.get(device.type)
    return GradientPlan(dtype, *chunks) if chunks else GradientPlan(dtype)


def prediction_dtype(device: torch.device, hidden_size: int) -> torch.dtype:
    """Default precision of predictions: bfloat16 where it is faster, otherwise float32.

    :param device: Device of the network.
    :param hidden_size: Hidden size of the encoder.
    """
    wide = hidden_size >= _MIN_HALF_HIDDEN_SIZE
    return torch.bfloat16 if wide and half_precision_is_fast(device) else torch.float32


def half_precision_is_fast(device: torch.device) -> bool:
    """Whether the hardware supports bfloat16 products, rather than emulating them."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return device.type == "cpu" and bool(torch.cpu._is_avx512_bf16_supported())
