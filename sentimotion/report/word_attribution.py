"""Attribute the labels of a scored file to words, by integrated gradients on a sample of its texts."""

from collections.abc import Callable, Sequence
from typing import Final

from explain import ProgressCallback
from sentimotion.errors import SentimotionError
from sentimotion.labels import HEADS
from sentimotion.model import SentimotionModel
from sentimotion.report.scored_rows import ScoredRow
from sentimotion.report.word_counts import WordAttributions, WordCounter

DEFAULT_TEXTS: Final = 100
MOST_TEXTS: Final = 1000
"""More texts would take hours and change little."""
PROGRESS_OF_TEXT: Final = 1000
"""What one text adds to the progress: a multiple of it is reported between two texts."""


def attribute_words(
    model: SentimotionModel,
    rows: Sequence[ScoredRow],
    on_progress: ProgressCallback | None = None,
) -> WordAttributions:
    """Explain the labels of both heads for each text, and aggregate the words by label.

    A head is skipped if it fell back to neutral, or if the label of this model differs from the file: the
    words would then explain another label.

    :param rows: From :func:`sentimotion.report.word_counts.choose_texts`.
    :param on_progress: Called with (done, total); an exception it raises ends the work.
    """
    counter = WordCounter()
    n_differing = n_not_converged = 0
    for index, row in enumerate(rows):
        report = _within(on_progress, index, len(rows))
        report(0, 1)
        try:
            found = model.predict(row.text).probabilities
        except SentimotionError:  # this model refuses the text; other settings may have accepted it
            n_differing += len(HEADS)
            continue
        decided = [head for head in HEADS if not row.fell_back(head)]
        heads = [head for head in decided if found.top_label(head) == row.labels[head]]
        n_differing += len(decided) - len(heads)
        if not heads:
            continue
        try:
            explanations = model.explain_heads(
                row.text, heads=heads, labels={head: row.labels[head] for head in heads}, on_progress=report
            )
        except SentimotionError:  # the gradients are not finite
            n_not_converged += len(heads)
            continue
        for head, explanation in explanations.items():
            if explanation.converged:
                words = ((word.text, word.attribution) for word in explanation.words)
                counter.add(head, explanation.label, words)
            else:
                n_not_converged += 1
    if on_progress is not None:
        on_progress(max(1, len(rows)), max(1, len(rows)))
    source, version = model.info.source, model.info.checkpoint_version
    return WordAttributions(source, version, counter.labels(), len(rows), n_differing, n_not_converged)


def _within(on_progress: ProgressCallback | None, index: int, n_rows: int) -> Callable[[int, int], None]:
    """Convert the progress of one text to that of all texts."""

    def report(done: int, total: int) -> None:
        if on_progress is not None:
            begun = PROGRESS_OF_TEXT * index
            on_progress(begun + PROGRESS_OF_TEXT * done // total, PROGRESS_OF_TEXT * n_rows)

    return report
