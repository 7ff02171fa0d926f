"""Render the opinion report as one self-contained HTML file without scripts."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from sentimotion.assets import ASSETS
from sentimotion.checkpoints.opening import CheckpointInfo
from sentimotion.checkpoints.version import named
from sentimotion.i18n.messages import Language, localize_digits, percent, say
from sentimotion.label_colors import color_variables
from sentimotion.labels import HEADS
from sentimotion.report.card_warnings import CardSection, card_warnings
from sentimotion.report.examples import SEED
from sentimotion.report.formatting import day_name, own_words
from sentimotion.report.html_examples import render_examples, render_word_tables
from sentimotion.report.html_shares import render_groups, render_rows, render_shares
from sentimotion.report.html_timeline import render_time
from sentimotion.report.shares import CONFIDENCE
from sentimotion.report.summary import Opinion
from sentimotion.report.word_counts import WordAttributions


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The header of a report: the file name without its folder, the model, and the date of the report."""

    file_name: str
    checkpoint: CheckpointInfo
    made: date


def opinion_html(
    opinion: Opinion, words: WordAttributions | None, facts: ReportFacts, language: Language
) -> str:
    """Render the whole report.

    :param words: None if no texts were explained.
    :param language: Language of everything but the content of the file.
    """
    if opinion.total.n_rows:
        figures = [
            *(render_shares(opinion, head, language) for head in HEADS),
            render_time(opinion, language),
            render_groups(opinion, language),
            render_word_tables(words, opinion.versions, language),
            render_examples(opinion, language),
        ]
    else:
        figures = [f'<p class="notice">{escape(say("opinion_none", language))}</p>']
    method = say("opinion_method_text", language, seed=localize_digits(str(SEED), language))
    body = "".join(
        [
            _top(facts, opinion.versions, language),
            _warnings(facts.checkpoint, language),
            render_rows(opinion, language),
            *figures,
            f"<section><h2>{escape(say('opinion_method', language))}</h2><p>{escape(method)}</p></section>",
        ]
    )
    metadata = "".join(
        f'<meta name="checkpoint-version" content="{escape(version)}">' for version in opinion.versions
    )
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{metadata}'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(say('opinion_title', language))}</title><style>{_style()}</style></head>"
        f'<body><main class="opinion">{body}</main></body></html>'
    )


def _style() -> str:
    font = b64encode((ASSETS / "fonts" / "NotoSansBengali-wght.woff2").read_bytes()).decode("ascii")
    face = (
        '@font-face { font-family: "Noto Sans Bengali"; font-weight: 100 900;'
        f' src: url("data:font/woff2;base64,{font}") format("woff2"); }}'
    )
    sheets = [(ASSETS / name).read_text(encoding="utf-8") for name in ("report.css", "opinion.css")]
    return "\n".join([face, color_variables(), *sheets])


def _top(facts: ReportFacts, versions: tuple[str, ...], language: Language) -> str:
    lines = (
        say("opinion_file", language, name=facts.file_name),
        say("opinion_model", language, source=named(facts.checkpoint.source, ", ".join(versions))),
        say("opinion_made", language, day=day_name(facts.made, language)),
    )
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<h1>{escape(say("opinion_title", language))}</h1><ul class="top">{items}</ul>'


def _warnings(checkpoint: CheckpointInfo, language: Language) -> str:
    """Render the warnings, followed by those of the model card in its own language."""
    which = "about_model_embedded" if checkpoint.is_embedded else "about_model_other"
    paragraphs = [
        say(which, language),
        say("opinion_sampling", language, level=percent(CONFIDENCE, language)),
        say("opinion_check", language),
        say("about_not_for_text", language),
        say("about_limits_text", language),
    ]
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<section class="first"><h2>{escape(say("opinion_first", language))}</h2>{text}'
        f"{_card(card_warnings(card_of(checkpoint)), language)}</section>"
    )


def _card(sections: tuple[CardSection, ...], language: Language) -> str:
    if not sections:
        return ""
    parts = ""
    for section in sections:
        points = "".join(own_words(point, "li") for point in section.points)
        parts += f"{own_words(section.title, 'h4')}<ul>{points}</ul>"
    title = escape(say("opinion_card", language))
    return f'<details open><summary>{title}</summary><div class="card-text" lang="en">{parts}</div></details>'


def card_of(checkpoint: CheckpointInfo) -> str:
    """Read the model card in the folder of a local checkpoint; empty if there is none."""
    folder = ASSETS / "checkpoint" if checkpoint.is_embedded else Path(checkpoint.source)
    try:
        return (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:  # a hub id, or a folder without a card
        return ""
