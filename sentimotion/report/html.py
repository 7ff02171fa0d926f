"""Render the opinion report as one self-contained HTML file without scripts."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup

from sentimotion.assets import ASSETS
from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.checkpoints.version import named
from sentimotion.i18n.messages import Language, localize_digits, percent
from sentimotion.label_colors import color_variables
from sentimotion.labels import HEADS
from sentimotion.report.card_warnings import card_warnings
from sentimotion.report.examples import SEED
from sentimotion.report.formatting import day_name
from sentimotion.report.html_examples import render_examples, render_word_tables
from sentimotion.report.html_shares import render_groups, render_rows, render_shares
from sentimotion.report.html_timeline import render_time
from sentimotion.report.shares import CONFIDENCE
from sentimotion.report.summary import Opinion
from sentimotion.report.word_counts import WordAttributions
from sentimotion.templating import embedded_style, render_template


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The header of a report: the file name without its folder, the model, and the date of the report."""

    file_name: str
    checkpoint: CheckpointInfo
    made: date


def opinion_html(
    opinion: Opinion, words: WordAttributions | None, facts: ReportFacts, language: Language
) -> Markup:
    """Render the whole report.

    :param words: None if no texts were explained.
    :param language: Language of everything but the content of the file.
    """
    parts: list[Markup] = []
    if opinion.total.n_rows:
        parts = [
            *(render_shares(opinion, head, language) for head in HEADS),
            render_time(opinion, language),
            render_groups(opinion, language),
            render_word_tables(words, opinion.versions, language),
            render_examples(opinion, language),
        ]
    sheets = [
        (ASSETS / "css" / "report" / name).read_text(encoding="utf-8")
        for name in ("report.css", "opinion.css")
    ]
    return render_template(
        "report/report.html",
        language=language,
        style=embedded_style(color_variables(), *sheets),
        opinion=opinion,
        facts=facts,
        source=named(facts.checkpoint.source, ", ".join(opinion.versions)),
        made=day_name(facts.made, language),
        confidence=percent(CONFIDENCE, language),
        card=card_warnings(card_of(facts.checkpoint)),
        rows=render_rows(opinion, language),
        parts=parts,
        seed=localize_digits(str(SEED), language),
    )


def card_of(checkpoint: CheckpointInfo) -> str:
    """Read the model card in the folder of a local checkpoint; empty if there is none."""
    folder = ASSETS / "checkpoint" if checkpoint.is_embedded else Path(checkpoint.source)
    try:
        return (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:  # a hub id, or a folder without a card
        return ""
