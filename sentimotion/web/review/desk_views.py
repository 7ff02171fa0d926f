"""Render the review desk as HTML; texts, names and notes are escaped."""

from collections.abc import Sequence
from html import escape
from typing import Final

from sentimotion.errors import SentimotionError
from sentimotion.i18n.messages import Language, count, head_name, label_name, localize_digits, percent, say
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS, Head
from sentimotion.review.store.validation import LONGEST_NOTE
from sentimotion.templating import own_words
from sentimotion.web.components.decision import render_error
from sentimotion.web.components.text_quality_view import render_warnings
from sentimotion.web.review.desk import Desk

_IMPORT: Final = "python -m sentimotion review import texts.csv --project NAME"


def render_welcome(language: Language, n_projects: int, notice: SentimotionError | None = None) -> str:
    """Render the desk before an annotator has started.

    :param language: Language of the page.
    :param n_projects: Number of projects to choose from.
    :param notice: Reason why starting failed.
    """
    if n_projects:
        line = escape(say("review_welcome", language))
    else:
        line = escape(say("review_no_project", language, command="\0"))
        line = line.replace("\0", f"<code>{escape(_IMPORT)}</code>")
    wrong = "" if notice is None else render_error(notice, language)
    return f'<div class="review-welcome" lang="{language}">{wrong}<p>{line}</p></div>'


def render_desk(desk: Desk, language: Language) -> str:
    """Render the text, both heads' labels, and the available actions."""
    project, task = desk.project, desk.task
    progress = say(
        "review_progress",
        language,
        name=desk.annotator.name,
        done=count(project.n_closed, language),
        total=count(project.n_items, language),
    )
    saved = f"<b>{escape(say(f'review_saved_{desk.saved}', language))}</b> " if desk.saved else ""
    assignment = "" if task is None else f' data-assignment="{task.assignment_id}"'
    body = _done(language) if task is None else _task(desk, language)
    return (
        f'<div class="review-desk" lang="{language}" tabindex="-1" data-stage="{desk.stage}"'
        f' data-turn="{desk.turn}" data-saved="{desk.saved}"{assignment}'
        f' data-project="{escape(project.name)}" data-name="{escape(desk.annotator.name)}">'
        f'<p class="review-line" role="status">{saved}<span>{own_words(progress)}</span></p>'
        f"{'' if desk.notice is None else render_error(desk.notice, language)}{body}"
        f"{_keys(language)}</div>"
    )


def _done(language: Language) -> str:
    title, text = (escape(say(key, language)) for key in ("review_done_title", "review_done_text"))
    buttons = _button("next", escape(say("review_next", language)), "Enter") + _button(
        "back", language, say("review_back", language), "B"
    )
    return f'<h2>{title}</h2><p>{text}</p><div class="buttons">{buttons}</div>'


def _task(desk: Desk, language: Language) -> str:
    task = desk.task
    assert task is not None, "there is a text"
    item, last = task.item, task.last
    lines = []
    if item.truncated:
        lines.append(say("review_truncated", language))
    if desk.stage == "deciding" and last is not None:
        lines.append(say("review_again", language))
    notices = "".join(f'<p class="notice">{escape(line)}</p>' for line in lines)
    notices += str(render_warnings(item.text, language))
    heads = "".join(
        _head(head, desk.model_label(head), None if last is None else last.label(head), desk, language)
        for head in HEADS
    )
    note = escape("" if last is None else last.note)
    still = " readonly" if desk.stage == "decided" else ""
    return (
        f"{notices}"
        f'<h2 class="visually-hidden">{escape(say("review_text", language))}</h2>'
        f'<p class="sentence" lang="bn">{escape(item.text)}</p>'
        f"{_second(desk, language)}"
        f'<div class="review-heads">{heads}</div>'
        f'<label class="review-note"><span>{escape(say("review_note", language))} {_key("N")}</span>'
        # A line break directly after the tag would be dropped.
        f'<textarea rows="1" maxlength="{LONGEST_NOTE}"{still}>\n{note}</textarea></label>'
        f'<div class="buttons">{_buttons(desk, language)}</div>'
    )


def _second(desk: Desk, language: Language) -> str:
    """The prediction of the second classifier used on import, if any."""
    task = desk.task
    if task is None or task.item.second_label is None:
        return ""
    line = say(
        "review_second",
        language,
        label=task.item.second_label,
        percent=percent(task.item.second_score or 0.0, language),
    )
    return (
        f'<p class="review-second" data-second title="{escape(desk.project.settings.second)}">'
        f"{own_words(line)}</p>"
    )


def _head(head: Head, model: str, chosen: str | None, desk: Desk, language: Language) -> str:
    """Render one head's labels with their keys; none is preselected."""
    first = 1 if head == "sentiment" else 1 + len(LABELS["sentiment"])
    prediction = say("review_model", language, label=label_name(model, language))
    choices = "".join(
        f'<label style="--label-color:{LABEL_COLORS[label]}"{" data-model" if label == model else ""}>'
        f'<input type="radio" name="review-{head}" value="{label}"{" checked" if label == chosen else ""}>'
        f'<kbd aria-hidden="true">{localize_digits(str(number), language)}</kbd>'
        f"<span>{escape(label_name(label, language))}</span></label>"
        for number, label in enumerate(LABELS[head], start=first)
    )
    still = " disabled" if desk.stage == "decided" else ""
    return (
        f'<fieldset data-head="{head}" data-model-label="{model}"{still}>'
        f"<legend>{escape(head_name(head, language))} <span>{escape(prediction)}</span></legend>"
        f"<div>{choices}</div></fieldset>"
    )


def _buttons(desk: Desk, language: Language) -> str:
    back = _button("back", escape(say("review_back", language)), "B")
    if desk.stage == "decided":
        return (
            _button("next", escape(say("review_keep", language)), "Enter", "primary when-decided")
            + _button("change", escape(say("review_change", language)), "C", "when-decided")
            + _button("decide", escape(say("review_save_change", language)), "Enter", "primary when-changing")
            + back
        )
    # The style sheet shows one of the two words, depending on the choice.
    save = (
        f'<span class="when-agreeing">{escape(say("review_agree", language))}</span>'
        f'<span class="when-choosing">{escape(say("review_save", language))}</span>'
    )
    return (
        _button("decide", save, "Enter", "primary")
        + _button("skip", escape(say("review_skip", language)), "S")
        + back
    )


def _button(name: str, text: str, key: str, kind: str = "") -> str:
    """Render a button with its key; its text is HTML."""
    return (
        f'<button type="button" class="review-button {kind}" data-do="{name}">{text}'
        f' <kbd lang="en" aria-hidden="true">{key}</kbd></button>'
    )


def _keys(language: Language) -> str:
    """Render the list of keys; the style sheet hides it on devices without a keyboard."""
    n_sentiments, n_labels = len(LABELS["sentiment"]), sum(len(LABELS[head]) for head in HEADS)
    rows: list[tuple[Sequence[str], str, str]] = [
        (("1", str(n_sentiments)), "to", say("review_key_sentiment", language)),
        ((str(n_sentiments + 1), str(n_labels)), "to", say("review_key_emotion", language)),
        (("Enter", "A"), "or", say("review_key_agree", language)),
        (("Enter",), "or", say("review_key_keep", language)),
        (("C",), "or", say("review_key_change", language)),
        (("S",), "or", say("review_key_skip", language)),
        (("N",), "or", say("review_key_note", language, leave="\0")),
        (("B", "Backspace"), "or", say("review_key_back", language)),
    ]
    items = "".join(
        f"<dt>{_joined(keys, joint, language)}</dt><dd>{escape(text).replace(chr(0), _key('Esc'))}</dd>"
        for keys, joint, text in rows
    )
    title = escape(say("review_keys", language))
    return f'<section class="review-keys"><h3>{title}</h3><dl>{items}</dl></section>'


def _key(name: str) -> str:
    return f'<kbd lang="en">{name}</kbd>'


def _joined(keys: Sequence[str], joint: str, language: Language) -> str:
    between = f" {escape(say(f'review_{joint}', language))} "
    return between.join(_key(localize_digits(key, language)) for key in keys)
