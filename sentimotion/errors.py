"""Exceptions, one class per cause.

SentimotionError (a ValueError)
├── BlankText              the text is empty or only white space
├── InvalidText            the text is not a string of valid Unicode
├── TextTooLong            the text is longer than the page accepts
├── InvalidThreshold       a threshold that is not a number in [0, 1]
├── InvalidMaxLength       a max_length outside 8..512
├── UnknownHead            neither sentiment nor emotion
├── UnknownLabel           not a label of that head
├── InvalidRequest         an option of explain (target, baseline, method, n_steps) that does not exist
│   └── TooManyWords       more words than a method takes
├── CheckpointError        a checkpoint that cannot be opened
├── DataError              a file of rows that cannot be read
├── ExplanationError       the model's gradients are not finite
├── ReviewDatabaseError    the database of spot checks cannot be opened
├── UnknownReview          no such project, annotator, item or assignment in it
├── InvalidReview          an invalid setting, name or decision of a review
│   ├── TooManyDecisions   an annotator has changed a decision on one item too often
│   ├── TooManyNames       an address is at work under too many annotators' names
│   └── DecisionsTooFast   an address makes more decisions than the page stores within a minute
├── ItemTaken              the item was assigned to another annotator after the lease expired
├── ColumnError            the text column is missing, or a column to be added exists (a DataError)
├── ScoringError           a file cannot be scored: the output, an option or a missing package
├── FileTooLarge           a file is larger than the page accepts
├── ContentTooLarge        the values of a file, uncompressed, are longer than the page accepts
├── TooManyRows            a file has more rows than the page accepts
├── TimeLimitExceeded      reading a file takes more time than the page allows
├── MemoryLimitExceeded    reading a file takes more memory than the page allows
├── ProcessCrashed         the process that read a file ended without a result
├── ServerFault            the server could not do its part, its disk is full for example
├── ResultExpired          the server no longer has a result that the page shows
├── FileExpired            the server no longer has a file that the page shows (a ResultExpired)
├── ReviewExpired          the server no longer has the desk that the page shows (a ResultExpired)
├── GpuMinutesSpent        ZeroGPU lends this visitor no GPU today
└── EventFailed            the page's server failed while it answered

Every message is one line: what is wrong, which value, what was expected, what to do. ``code`` names the
cause for a page that says it in another language. In a batch, ``at`` puts the index in front.
"""

from typing import Self


class SentimotionError(ValueError):
    """Base class of all errors that users can cause and fix."""

    code = "error"

    def __init__(self, message: str, **details: int) -> None:
        # A quoted value (a path, a library's message) may contain line breaks.
        super().__init__(" ".join(message.splitlines()))
        self.details = details

    def at(self, index: int) -> Self:
        """Return the same error with the position in a batch.

        :param index: Position of the offending text, from 0.
        :returns: A new error of the same class.
        """
        return type(self)(f"text {index}: {self}", **self.details)


class BlankText(SentimotionError):
    """The text is empty or only white space."""

    code = "blank_text"


class InvalidText(SentimotionError):
    """The text is not a string, or contains invalid code points (lone surrogates)."""

    code = "invalid_text"


class TextTooLong(SentimotionError):
    """The text is longer than the page accepts; ``details`` holds its length and the limit, in characters."""

    code = "text_too_long"


class InvalidThreshold(SentimotionError):
    """A threshold that is not a number in [0, 1]."""

    code = "invalid_threshold"


class InvalidMaxLength(SentimotionError):
    """A max_length outside 8..512."""

    code = "invalid_max_length"


class UnknownHead(SentimotionError):
    """A head that the model does not have."""

    code = "unknown_head"


class UnknownLabel(SentimotionError):
    """A label that the head does not have."""

    code = "unknown_label"


class InvalidRequest(SentimotionError):
    """An option of explain that does not exist or does not fit the others."""

    code = "invalid_request"


class TooManyWords(InvalidRequest):
    """The text has more words than a method takes; ``details`` holds their number and the limit."""

    code = "too_many_words"


class CheckpointError(SentimotionError):
    """A checkpoint that cannot be opened."""

    code = "checkpoint"


class DataError(SentimotionError):
    """A file of rows that cannot be read."""

    code = "data"


class ExplanationError(SentimotionError):
    """The model's scores or gradients are not finite numbers."""

    code = "explanation"


class ReviewDatabaseError(SentimotionError):
    """The database of spot checks cannot be opened, or is busy."""

    code = "review_database"


class UnknownReview(SentimotionError):
    """No such project, annotator, item or assignment in the database of spot checks."""

    code = "unknown_review"


class InvalidReview(SentimotionError):
    """An invalid project setting, name or decision."""

    code = "invalid_review"


class TooManyDecisions(InvalidReview):
    """An annotator has changed a decision on one item too often; ``details`` holds the limit."""

    code = "too_many_decisions"


class TooManyNames(InvalidReview):
    """An address is at work under too many annotators' names; ``details`` holds the limit."""

    code = "too_many_names"


class DecisionsTooFast(InvalidReview):
    """An address makes too many decisions within a minute; ``details`` holds the limit."""

    code = "decisions_too_fast"


class ItemTaken(SentimotionError):
    """The item was assigned to another annotator after the lease expired."""

    code = "item_taken"


class ColumnError(DataError):
    """The text column is missing, or a column to be added already exists."""

    code = "columns"


class ScoringError(SentimotionError):
    """A file cannot be scored: the output or another run exists, or a package is missing."""

    code = "scoring"


class FileTooLarge(SentimotionError):
    """A file is larger than the page accepts; ``details`` holds its size and the limit, in megabytes."""

    code = "file_too_large"


class ContentTooLarge(SentimotionError):
    """The values of a file are longer than the page accepts; ``details`` holds the limit, in megabytes."""

    code = "content_too_large"


class TooManyRows(SentimotionError):
    """A file has more rows than the page accepts; ``details`` holds its rows and the limit."""

    code = "too_many_rows"


class TimeLimitExceeded(SentimotionError):
    """Reading a file takes more time than the page allows; ``details`` holds the limit, in seconds."""

    code = "time_limit"


class MemoryLimitExceeded(SentimotionError):
    """Reading a file takes more memory than the page allows; ``details`` holds the limit, in megabytes."""

    code = "memory_limit"


class ProcessCrashed(SentimotionError):
    """The process that read a file ended without a result."""

    code = "process_crashed"


class ResultExpired(SentimotionError):
    """The server no longer has a result that the page shows: it was restarted, or the session is too old."""

    code = "result_expired"


class FileExpired(ResultExpired):
    """The server no longer has an uploaded file that the page shows."""

    code = "file_expired"


class ReviewExpired(ResultExpired):
    """The server no longer has the annotator's desk and the figures that the page shows."""

    code = "review_expired"


class DeploymentError(SentimotionError):
    """A Space cannot be put together or uploaded."""

    code = "deployment"


class GpuMinutesSpent(SentimotionError):
    """ZeroGPU lends the visitor no GPU: today's minutes are used up."""

    code = "gpu_minutes_spent"


class EventFailed(SentimotionError):
    """The page's server failed, for a reason that is not the visitor's, while it answered."""

    code = "event_failed"


class ServerFault(SentimotionError):
    """The server could not do its part: its disk is full, for example. The file is not to blame."""

    code = "server_fault"
