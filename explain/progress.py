"""Progress reporting for work whose total length is not known in advance."""

from collections.abc import Callable, Sequence

ProgressCallback = Callable[[int, int], None]


class RoundProgress:
    """Turns progress within rounds into (done, total) that never falls.

    ``total`` is the same in every call. Most texts need only the first round, so it fills half of the total;
    every round after it takes half of what is left, and the last one all of it. With a single round of
    n steps ``total`` is n.
    """

    def __init__(self, on_progress: ProgressCallback | None, schedule: Sequence[int]) -> None:
        self._on_progress = on_progress
        self._n_rounds = len(schedule)
        # Divisible by 2 for every round but the last, which is then still as fine as its steps.
        self._total = schedule[-1] << (self._n_rounds - 1)
        self._done = 0

    def within(self, round_index: int) -> ProgressCallback:
        """Give the callback for one round.

        :param round_index: From 0.
        :returns: A function of (done, of): how much of this round is done, in any unit.
        """
        start = self._total - (self._total >> round_index)
        is_last = round_index == self._n_rounds - 1
        size = (self._total >> round_index) if is_last else (self._total >> (round_index + 1))

        def report(done: int, of: int) -> None:
            self._tell(start + size * done // of)

        return report

    def finish(self) -> None:
        """Say that rounds not yet run are not needed; silent if all is done already."""
        if self._done < self._total:
            self._tell(self._total)

    def _tell(self, done: int) -> None:
        self._done = done
        if self._on_progress is not None:
            self._on_progress(done, self._total)


class TwoStages:
    """Progress of work that may have to be repeated: each run is one half of the total."""

    def __init__(self, on_progress: ProgressCallback | None) -> None:
        self._on_progress, self._total = on_progress, 0

    def first(self, done: int, total: int) -> None:
        """Report progress of the first run."""
        self._total = 2 * total
        self._report(done)

    def second(self, done: int, total: int) -> None:
        """Report progress of the second run."""
        self._report(total + done)

    def finish(self) -> None:
        """Report completion, with or without a second run."""
        self._report(self._total)

    def _report(self, done: int) -> None:
        if self._on_progress is not None:
            self._on_progress(done, self._total)
