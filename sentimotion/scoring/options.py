"""Options of a scoring run."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sentimotion.inference.decisions import check_threshold
from sentimotion.labels import DEFAULT_THRESHOLDS
from sentimotion.tables.options import TableOptions
from sentimotion.text.limits import DEFAULT_LENGTH, check_max_length

OnProgress = Callable[[int, int], None]
"""Called with the number of rows done and in total; an exception it raises stops the work."""


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """Options that determine the output, in addition to the input and the checkpoints.

    :param text_column: Name of the text column.
    :param sent_threshold: 0 to 1; if the highest sentiment probability is strictly below, the decision is
        neutral.
    :param emo_threshold: The same for emotion.
    :param max_length: Maximum number of tokens, 8 to 512.
    :param prefix: Prefix of the added columns.
    :param repair: Whether to score the corrected text where the correction is certain, and to add it as a
        column.
    :param delimiter, header, sheet, mark: How to read and write the file, see :class:`TableOptions`.
    :raises SentimotionError: If an option is invalid.
    """

    text_column: str = "text"
    sent_threshold: float = DEFAULT_THRESHOLDS["sentiment"]
    emo_threshold: float = DEFAULT_THRESHOLDS["emotion"]
    max_length: int = DEFAULT_LENGTH
    prefix: str = ""
    delimiter: str | None = None
    header: bool = True
    sheet: str | None = None
    mark: bool | None = None
    repair: bool = False

    def __post_init__(self) -> None:
        check_threshold(self.sent_threshold, "sentiment")
        check_threshold(self.emo_threshold, "emotion")
        check_max_length(self.max_length)
        _ = self.table

    @property
    def table(self) -> TableOptions:
        """The options for readers and writers."""
        return TableOptions(self.text_column, self.prefix, self.delimiter, self.header, self.sheet, self.mark)

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, for JSON."""
        return asdict(self)
