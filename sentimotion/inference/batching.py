"""Group texts of similar length into forward passes of fixed shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_MOST_ROWS: Final = 256
# Lengths of passes are multiples: up to the first number of the second, above it of the third. With half of
# that a run is 2 % faster and takes up to 90 MiB more.
_SHORT, _STEP_SHORT, _STEP = 32, 4, 8


@dataclass(frozen=True, slots=True)
class Pass:
    """Texts that share a forward pass.

    Its tensors are (``n_rows``, ``n_tokens``): a row for each of ``indexes``, and perhaps some to fill up.
    """

    indexes: tuple[int, ...]
    n_rows: int
    n_tokens: int

    def filled(self, sequences: Sequence[Sequence[int]]) -> list[Sequence[int]]:
        """The pass's rows: one for each of its texts, then the last one again, so often as there is room.

        Not rows of padding: some architectures refuse a row without their own special tokens.
        """
        return [*sequences, *[sequences[-1]] * (self.n_rows - len(sequences))]


def passes(lengths: Sequence[int], most_tokens: int, longest: int) -> list[Pass]:
    """Share texts out to forward passes, the longest texts first.

    Texts of similar length share one, so that little is padding; the longest come first, so that memory is
    at its highest at once. Where there are several passes their shapes are few and the same at every call:
    for each shape that it has not seen a math library builds and keeps code, and the allocator is left with
    gaps, so that a long run with ever new shapes takes more and more memory.

    :param lengths: Tokens of each text.
    :param most_tokens: Tokens per pass, padding counted; a longer text has a pass of its own.
    :param longest: What the network can read at most, in tokens; no text is longer.
    :returns: Every index in one of them.
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
