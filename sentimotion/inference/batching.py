"""Group texts of similar length into forward passes of fixed shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_MOST_ROWS: Final = 256
# Lengths of passes are rounded up to multiples of the second number up to the first, of the third above it.
# Half of these steps are 2 % faster and take up to 90 MiB more.
_SHORT, _STEP_SHORT, _STEP = 32, 4, 8


@dataclass(frozen=True, slots=True)
class Pass:
    """Texts that share a forward pass.

    Its tensors are (``n_rows``, ``n_tokens``): one row per entry of ``indexes``, and rows that fill it up.
    """

    indexes: tuple[int, ...]
    n_rows: int
    n_tokens: int

    def filled(self, sequences: Sequence[Sequence[int]]) -> list[Sequence[int]]:
        """Rows of the pass: one per text, then the last one repeated to fill it up.

        Rows of padding are not used, as some architectures reject rows without special tokens.
        """
        return [*sequences, *[sequences[-1]] * (self.n_rows - len(sequences))]


def passes(lengths: Sequence[int], most_tokens: int, longest: int) -> list[Pass]:
    """Distribute texts over forward passes, longest texts first.

    Texts of similar length share a pass, to limit padding. The longest come first, so that memory use peaks
    at the start. With several passes, a small fixed set of shapes is used: math libraries compile and cache
    code for each new shape, and the allocator fragments, so memory would grow in long runs with ever new
    shapes.

    :param lengths: Number of tokens of each text.
    :param most_tokens: Maximum tokens per pass, including padding; a longer text gets its own pass.
    :param longest: Maximum sequence length of the network; no text is longer.
    :returns: The passes; every index is in exactly one.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    found: list[Pass] = []
    while order:
        n_tokens = max(1, _rounded(lengths[order[0]], longest))
        n_rows = min(_MOST_ROWS, max(1, most_tokens // n_tokens))
        if len(order) <= n_rows and not found:
            return [Pass(tuple(order), len(order), max(1, lengths[order[0]]))]
        indexes, order = order[:n_rows], order[n_rows:]
        while n_rows // 2 >= len(indexes):
            n_rows //= 2
        found.append(Pass(tuple(indexes), n_rows, n_tokens))
    return found


def _rounded(length: int, longest: int) -> int:
    step = _STEP_SHORT if length <= _SHORT else _STEP
    return min(-(-length // step) * step, longest)
