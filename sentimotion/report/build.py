"""Build the opinion report of a scored file; shared by the command and the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from explain import ProgressCallback
from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.errors import InvalidRequest
from sentimotion.i18n.messages import Language
from sentimotion.model import SentimotionModel
from sentimotion.report.files import scored_records
from sentimotion.report.html import ReportFacts, opinion_html
from sentimotion.report.scored_rows import ReportColumns
from sentimotion.report.summary import count_opinion
from sentimotion.report.word_attribution import MOST_TEXTS, attribute_words
from sentimotion.report.word_counts import choose_texts


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report is made.

    ``n_texts``: number of texts to explain, 0 for none. ``delimiter``: field separator of a CSV file.

    :raises InvalidRequest: ``n_texts`` is out of range.
    """

    columns: ReportColumns
    language: Language = "en"
    n_texts: int = 0
    delimiter: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.n_texts <= MOST_TEXTS:
            raise InvalidRequest(
                f"the number of texts to explain is {self.n_texts}, expected 0 (none) to {MOST_TEXTS}"
            )


def make_report(
    scored: Path,
    checkpoint: CheckpointInfo,
    model: Callable[[], SentimotionModel],
    options: ReportOptions,
    *,
    file_name: str | None = None,
    on_progress: ProgressCallback | None = None,
) -> Markup:
    """Build the report as HTML.

    :param scored: The scored file.
    :param checkpoint: The checkpoint that scored it.
    :param model: Returns the model; called only if texts are to be explained.
    :param file_name: Name shown in the report; None for the name of the file.
    :param on_progress: Called with (done, total) while texts are explained; an exception it raises ends the
        work.
    :raises SentimotionError: The file cannot be read, or was not scored.
    """
    records = scored_records(scored, options.columns, options.delimiter)
    opinion = count_opinion(records, options.columns, kept=options.n_texts)
    words = None
    if options.n_texts and opinion.total.n_rows:
        rows = choose_texts(opinion.examples.kept, options.n_texts)
        words = attribute_words(model(), rows, on_progress)
    facts = ReportFacts(file_name or scored.name, checkpoint, date.today())
    return opinion_html(opinion, words, facts, options.language)
