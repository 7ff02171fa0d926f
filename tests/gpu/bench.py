"""The device, the checkpoint and the texts that all sections share."""

import gc
import platform
import random
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

import torch

import sentimotion
from sentimotion.inference.precision import GradientPlan
from tests.checkpoints import SENTENCES
from tests.synthetic import Size, write_foreign

PRECISIONS = ("float32", "bfloat16", "float16")
_MIB = 1 << 20


@dataclass
class Bench:
    """A checkpoint with random weights, opened on the device in each precision and on the CPU in float32.

    A size other than ``full`` only shows that every section runs: it has fewer texts and rounds as well.
    """

    device: torch.device
    size: Size
    folder: Path
    _opened: dict[tuple[str, str], sentimotion.SentimotionModel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        write_foreign(self.folder, size=self.size)

    @property
    def is_full(self) -> bool:
        return self.size == "full"

    def model(self, dtype: str, device: str | None = None) -> sentimotion.SentimotionModel:
        """The checkpoint in a precision, on the device or on another one."""
        key = (device or str(self.device), dtype)
        if key not in self._opened:
            self._opened[key] = sentimotion.load(self.folder, device=key[0], dtype=dtype)
        return self._opened[key]

    def reference(self) -> sentimotion.SentimotionModel:
        return self.model("float32", "cpu")

    def synchronize(self) -> None:
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)

    def seconds(self, work: Callable[[], object], rounds: int = 5) -> float:
        """Median of some runs, after one that is not counted."""
        rounds = rounds if self.is_full else 1
        times = []
        for _ in range(rounds + 1):
            self.synchronize()
            start = perf_counter()
            work()
            self.synchronize()
            times.append(perf_counter() - start)
        return median(times[1:])

    def allocated(self) -> int:
        """Bytes in tensors on the card; 0 on a CPU."""
        gc.collect()
        return torch.cuda.memory_allocated(self.device) if self.device.type == "cuda" else 0

    def peak(self, work: Callable[[], object]) -> float:
        """MiB that work takes on the card at most, beyond what was allocated before; 0 on a CPU."""
        if self.device.type != "cuda":
            work()
            return 0.0
        before = self.allocated()
        torch.cuda.reset_peak_memory_stats(self.device)
        work()
        return (torch.cuda.max_memory_allocated(self.device) - before) / _MIB

    def environment(self) -> dict[str, str]:
        found = {"card": platform.processor() or platform.machine(), "torch": torch.__version__}
        if self.device.type == "cuda":
            card = torch.cuda.get_device_properties(self.device)
            found["card"] = f"{card.name}, {card.total_memory / (1 << 30):.0f} GiB"
            found["capability"] = f"{card.major}.{card.minor}"
            found["CUDA"] = str(torch.version.cuda)
        found |= {name: version(name) for name in ("transformers", "captum", "numpy")}
        found["Python"] = platform.python_version()
        found["CPU threads"] = str(torch.get_num_threads())
        found["float32 products"] = torch.get_float32_matmul_precision()
        found["checkpoint"] = f"random weights, {self.size}"
        return found


def long_text(turn: int = 0) -> str:
    """More than 512 tokens; each turn begins at another word."""
    words = " ".join(SENTENCES).split()
    turn %= len(words)
    return " ".join((words[turn:] + words[:turn]) * 20)


def comments(count: int, seed: int = 7) -> list[str]:
    """As long as comments are: most a line, some a paragraph."""
    draw = random.Random(seed)
    words = " ".join(SENTENCES).split()
    lengths = [min(90, max(2, round(draw.lognormvariate(2.3, 0.7)))) for _ in range(count)]
    return [" ".join(draw.choice(words) for _ in range(length)) for length in lengths]


def with_plan(model: sentimotion.SentimotionModel, plan: GradientPlan) -> sentimotion.SentimotionModel:
    """The same model with another plan for gradients."""
    changed = copy(model)
    changed.explained_model = replace(model.explained_model, gradient_plan=plan)
    return changed
