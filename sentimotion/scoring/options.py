"""Options of a scoring run."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sentimotion.inference.decisions import check_threshold
from sentimotion.labels import DEFAULT_THRESHOLDS
from sentimotion.tables.options import TableOptions
from sentimotion.text.limits import DEFAULT_LENGTH, check_max_length

OnProgress = Callable[[int, int], None]
"""Called with rows done and rows in all; an exception that it raises ends the work."""


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """What decides the output, beside the input and the checkpoints.

    :param text_column: The column with the texts.
    :param sent_threshold: 0 to 1; a head whose highest probability is strictly below says neutral.
    :param emo_threshold: The same for the emotion head.
    :param max_length: Tokens read at most, 8 to 512.
    :param prefix: Goes before the name of each added column.
    :param delimiter: Between the fields of a CSV file, read and written.
    :raises SentimotionError: One of them is not what it should be.
    """

    text_column: str = "text"
    sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"]
    emo_threshold: float = DEFAULT_THRESHOLDS["emotion"]
    max_length: int = DEFAULT_LENGTH
    prefix: str = ""
    delimiter: str = ","

    def __post_init__(self) -> None:
        check_threshold(self.sent_threshold, "sentiment")
        check_threshold(self.emo_threshold, "emotion")
        check_max_length(self.max_length)
        _ = self.table

    @property
    def table(self) -> TableOptions:
        """The part that readers and writers need."""
        return TableOptions(self.text_column, self.prefix, self.delimiter)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return asdict(self)
