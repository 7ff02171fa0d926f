"""Render the Score tab as HTML; file contents are escaped."""

from base64 import b64encode
from typing import Final

from markupsafe import Markup

from sentimotion.i18n.messages import Language
from sentimotion.labels import HEADS
from sentimotion.report.html_shares import render_rows, render_shares
from sentimotion.report.scored_rows import Unscored
from sentimotion.report.snippets import shorten
from sentimotion.templating import render_template
from sentimotion.web.components.decision import render_notice
from sentimotion.web.score.sample_file import NAMES, sample_file
from sentimotion.web.score.scoring import SmallScored
from sentimotion.web.score.upload import MAX_BYTES, MAX_ROWS, SmallFile

_MAX_CHARACTERS: Final = 160


def render_introduction(language: Language) -> Markup:
    """Render the introduction: purpose, limits, how files are handled, and the sample file."""
    return render_template(
        "web/score/introduction.html",
        language=language,
        max_rows=MAX_ROWS,
        max_megabytes=MAX_BYTES // 1024**2,
        sample_name=NAMES[language],
        sample=b64encode(sample_file(language)).decode(),
    )


def render_choice(file: SmallFile | None, language: Language) -> Markup:
    """Render the box that opens the browser's file dialog, and the chosen file."""
    return render_template("web/score/choice.html", language=language, file=file, max_bytes=MAX_BYTES)


def render_progress(key: str, done: float, language: Language) -> Markup:
    """Render the progress of work.

    :param key: A message with ``{percent}``.
    :param done: Fraction done, 0 to 1; at 0 the bar shows only that there is work.
    """
    return render_template("web/score/progress.html", key=key, value=done or None, language=language)


def render_scored(scored: SmallScored, language: Language) -> Markup:
    """Render the number of scored and failed rows, and the label shares."""
    opinion, prefix = scored.opinion, scored.columns.prefix
    parts = [render_notice("score_prefix", language, prefix=prefix)] if prefix else []
    parts.append(render_rows(opinion, language))
    if opinion.total.n_rows:
        parts += [render_shares(opinion, head, language) for head in HEADS]
    return render_template("web/score/scored.html", language=language, opinion=opinion, parts=parts)


def render_preview(scored: SmallScored, language: Language) -> Markup:
    """Render the first rows with their predictions."""
    rows = [
        (None, "", row)
        if isinstance(row, Unscored)
        else (row.text, shorten(" ".join(row.text.split()), _MAX_CHARACTERS), row)
        for row in scored.preview
    ]
    return render_template("web/score/preview.html", language=language, rows=rows)
