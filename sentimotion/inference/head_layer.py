"""Description of one layer of a head, shared by checkpoints and the network."""

from dataclasses import dataclass
from typing import Literal

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeadLayer:
    """One layer of a head; ``name`` is its path in the file, or the activation's name."""

    kind: Literal["linear", "norm", "activation"]
    name: str
    n_in: int = 0
    n_out: int = 0
    has_bias: bool = True
