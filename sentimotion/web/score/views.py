"""Render the Score tab as HTML; file contents are escaped."""

from html import escape
from typing import Final

from sentimotion.i18n.messages import LANGUAGES, Language, count, head_name, label_name, percent, say
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, Head
from sentimotion.report.formatting import own_words
from sentimotion.report.html_shares import render_rows, render_shares
from sentimotion.report.scored_rows import ScoredRow, Unscored
from sentimotion.report.snippets import shorten
from sentimotion.web.score.scoring import SmallScored
from sentimotion.web.score.upload import MAX_BYTES, MAX_ROWS, SmallFile

_MAX_CHARACTERS: Final = 160


def render_introduction(language: Language) -> str:
    """Render the introduction: purpose, limits, and how files are handled."""
    limits = {"rows": count(MAX_ROWS, language), "size": count(MAX_BYTES // 1024**2, language)}
    return (
        f'<div class="score-lead" lang="{language}"><h2>{escape(say("score_title", language))}</h2>'
        f"<p>{escape(say('score_lead', language, **limits))}</p>"
        f"<p><small>{escape(say('score_kept', language))}</small></p></div>"
    )


def render_choice(file: SmallFile | None, language: Language) -> str:
    """Render the button that opens the browser's file dialog, and the chosen file.

    The input element is only visually hidden, as its own text is in the browser's language.
    """
    chosen = ""
    if file is not None:
        line = say("score_chosen", language, name=file.name, rows=count(file.n_rows, language))
        chosen = own_words(line)
    name = escape(say("score_choose", language))
    return (
        f'<div class="file-choice" lang="{language}"><label class="file-button" for="score-file">'
        f'<input type="file" id="score-file" accept=".csv,.tsv,.xlsx,.jsonl,.ndjson,.parquet"'
        f' data-limit="{MAX_BYTES}" data-reading="{escape(say("score_reading", language))}">'
        f'<span>{name}</span></label><p role="status">{chosen}</p></div>'
    )


def render_progress(key: str, done: float) -> str:
    """Render the progress in both languages; the style sheet shows the page's language.

    The language may change during the work, which is not notified.
    """
    lines = "".join(
        f'<span lang="{language}" class="in-{language}">'
        f"{escape(say(key, language, percent=percent(done, language)))}</span>"
        for language in LANGUAGES
    )
    value = f' value="{done:.3f}"' if done else ""
    # A label element, so that its visible text names the bar.
    return f'<label class="meter" aria-busy="true"><progress max="1"{value}></progress>{lines}</label>'


def render_line(key: str, language: Language, **values: str) -> str:
    """Render a line that screen readers announce."""
    return f'<p class="notice" role="status" lang="{language}">{escape(say(key, language, **values))}</p>'


def render_scored(scored: SmallScored, language: Language) -> str:
    """Render the number of scored and failed rows, and the label shares."""
    opinion = scored.opinion
    prefix = ""
    if scored.columns.prefix:
        prefix = render_line("score_prefix", language, prefix=scored.columns.prefix)
    shares = "".join(render_shares(opinion, head, language) for head in HEADS) if opinion.total.n_rows else ""
    counts = f'data-rows="{opinion.n_read}" data-errors="{opinion.n_errors}"'
    rows = render_rows(opinion, language)
    return f'<div class="scored" lang="{language}" {counts}>{prefix}{rows}{shares}</div>'


def render_preview(scored: SmallScored, language: Language) -> str:
    """Render the first rows with their predictions."""
    names = [say("score_text", language), *(head_name(head, language) for head in HEADS)]
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = "".join(_preview_row(row, language) for row in scored.preview)
    return (
        f'<div class="scored" lang="{language}"><h2>{escape(say("score_first", language))}</h2>'
        f'<table class="preview"><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _preview_row(row: ScoredRow | Unscored, language: Language) -> str:
    if isinstance(row, Unscored):
        line = escape(say("score_row_error", language))
        return f'<tr><td colspan="{1 + len(HEADS)}"><em>{line}</em></td></tr>'
    text = own_words(shorten(" ".join(row.text.split()), _MAX_CHARACTERS))
    return f"<tr><td>{text}</td>{''.join(_answer(row, head, language) for head in HEADS)}</tr>"


def _answer(row: ScoredRow, head: Head, language: Language) -> str:
    label, top = row.labels[head], row.top_label(head)
    probability = percent(max(row.probabilities[head]), language)
    if label != top:
        # The low probability of neutral itself would be confusing here; the file has it.
        closest = say("score_closest", language, label=label_name(top, language), percent=probability)
        probability = f"<small>{escape(closest)}</small>"
    return (
        f'<td data-label="{label}"><b style="--label-color:{LABEL_COLORS[label]}">'
        f"{escape(label_name(label, language))}</b> {probability}</td>"
    )
