"""Render the tokenization trace as escaped HTML. Pure; does not import gradio."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import chain
from typing import Final

import regex

from sentimotion.i18n.messages import STRINGS, Language, count, say
from sentimotion.text.encoding import EncodedText
from sentimotion.text.letter_forms import KnownForm
from sentimotion.text.normalization_diff import Change
from sentimotion.text.tokenization_trace import Part, Piece, TokenizationTrace, trace_tokenization
from sentimotion.text.words import NOT_SPACE, Span, word_spans
from sentimotion.web.components.text_quality_view import clip

_MAX_SHOWN: Final = 40
_MAX_WORDS: Final = 3
_INVISIBLE = regex.compile(r"[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+")
_MARKS: Final = {"reading_metaspace": "▁", "reading_continues": "##"}


def render_trace(encoded: EncodedText, language: Language, known_forms: Sequence[KnownForm] = ()) -> str:
    """Render a collapsed panel: the pieces of each word, changed or dropped characters, and the truncation.

    Pieces are shown in a separate row below the word: a box inside a Bangla syllable would break its shaping.
    """
    reading = trace_tokenization(encoded)
    pieces = [piece for part in reading.parts for piece in part.pieces]
    sums = say(
        "reading_sum",
        language,
        tokens=count(reading.n_tokens, language),
        unknown=count(sum(piece.unknown for piece in pieces), language),
        changed=count(len(_altered(reading)) + reading.more_changes, language),
    )
    intro = [say("reading_intro", language)]
    for key, mark in _MARKS.items():
        if any(piece.vocabulary.startswith(mark) and piece.vocabulary != piece.text for piece in pieces):
            intro.append(say(key, language, mark=mark))
    return (
        f'<details class="reading" lang="{language}"><summary>{escape(say("reading", language))} '
        f'<small>{escape(sums)}</small></summary><p class="intro">{escape(" ".join(intro))}</p>'
        f'<ul class="read-parts" aria-label="{escape(say("reading_pieces", language))}">'
        f"{''.join(_part(part, language) for part in reading.parts)}{_cut_mark(reading, language)}</ul>"
        f"<h3>{escape(say('reading_changes', language))}</h3>"
        f"{_changes(encoded.text, reading, known_forms, language)}"
        f"{_cut(encoded.text, reading, language)}</details>"
    )


def _altered(reading: TokenizationTrace) -> list[Change]:
    return [change for change in reading.changes if not change.kind.startswith("unknown")]


def _part(part: Part, language: Language) -> str:
    pieces = "".join(_piece(piece, language) for piece in part.pieces)
    if not pieces:
        pieces = f'<small class="shared">{escape(say("reading_shared", language))}</small>'
    kind = "of-word" if part.is_word else "between"
    return (
        f'<li class="read-part {kind}" data-read="{part.span.start}">'
        f'<span class="read-word" lang="bn">{escape(_seen(part.text))}</span>'
        f'<span class="read-pieces">{pieces}</span></li>'
    )


def _piece(piece: Piece, language: Language) -> str:
    text = f'<span lang="bn">{escape(_seen(piece.text))}</span>'
    if not _seen(piece.text):
        text = f"<small>{escape(say('reading_space', language))}</small>"
    if piece.unknown:
        said = f'<small class="unknown-word">{escape(say("reading_unknown", language))}</small>'
        return f'<span class="piece unknown" data-piece="{escape(piece.vocabulary)}">{text}{said}</span>'
    spelled = f"<code>{escape(piece.vocabulary)}</code>"
    return f'<span class="piece" data-piece="{escape(piece.vocabulary)}">{text}{spelled}</span>'


def _seen(text: str) -> str:
    """The visible part of a text, shortened; empty if it has only invisible characters."""
    return "" if _INVISIBLE.fullmatch(text) else clip(text, _MAX_SHOWN)


def _changes(
    text: str, reading: TokenizationTrace, known_forms: Sequence[KnownForm], language: Language
) -> str:
    if not reading.changes:
        return f"<p>{escape(say('reading_no_changes', language))}</p>"
    lines = [_change(text, reading.parts, change, language) for change in reading.changes]
    lines += [_known_form(form, language) for form in known_forms]
    if reading.more_changes:
        more = say("reading_more", language, count=count(reading.more_changes, language))
        lines.append(f"<li>{escape(more)}</li>")
    return f'<ul class="changes">{"".join(lines)}</ul>'


def _known_form(form: KnownForm, language: Language) -> str:
    """Name the code points of an unknown word, and offer the same word as the vocabulary has it."""
    line = say(
        "reading_known_form",
        language,
        typed=clip(form.typed, _MAX_SHOWN),
        letters="; ".join(
            say("reading_letter", language, typed=_code_points(typed), known=_code_points(known))
            for typed, known in form.letters
        ),
        known="\0",
    )
    known = f'<span lang="bn" class="known-form">{escape(form.known)}</span>'
    return f'<li data-known-form="{escape(form.known)}">{escape(line).replace(chr(0), known)}</li>'


def _code_points(letter: str) -> str:
    return " + ".join(f"U+{ord(character):04X}" for character in letter)


def _change(text: str, parts: Sequence[Part], change: Change, language: Language) -> str:
    said = [
        say(
            f"change_{change.kind}",
            language,
            name=_name(change, language),
            before=clip(change.before, _MAX_SHOWN),
            after=clip(change.after, _MAX_SHOWN),
            before_count=count(len(change.before), language),
            after_count=count(len(change.after), language),
        )
    ]
    words = list(dict.fromkeys(_words_at(text, parts, change.places)))[:_MAX_WORDS]
    if words and words != [change.before]:
        quoted = ", ".join(f"“{clip(word, _MAX_SHOWN)}”" for word in words)
        said.append(say("reading_in", language, words=quoted))
    if change.count > 1:
        said.append(say("reading_times", language, count=count(change.count, language)))
    return f'<li data-change="{change.kind}">{escape("; ".join(said))}</li>'


def _words_at(text: str, parts: Sequence[Part], places: Sequence[Span]) -> Iterator[str]:
    """The words at the given places; outside words, the surrounding characters up to the next space."""
    words = [part.span for part in parts if part.is_word]
    runs = [Span(*match.span()) for match in NOT_SPACE.finditer(text)]
    for place in places:
        inside = (span for span in chain(words, runs) if span.start < place.end and place.start < span.end)
        if (span := next(inside, None)) is not None:
            yield text[slice(*span)]


def _name(change: Change, language: Language) -> str:
    """Name of a character. Unicode names are English; in Bangla, only invisible characters are named."""
    key = f"character_{ord(change.before[0]):04x}"
    if len(change.before) == 1 and key in STRINGS:
        return say(key, language)
    if not _INVISIBLE.fullmatch(change.before):
        quoted = f"“{clip(change.before, _MAX_SHOWN)}”"
        return f"{quoted} ({change.name})" if language == "en" else quoted
    kind = say("character_control" if change.name.startswith("U+") else "character_invisible", language)
    return f"{kind} ({change.name})" if language == "en" else kind


def _cut_mark(reading: TokenizationTrace, language: Language) -> str:
    if reading.unread is None:
        return ""
    said = escape(say("reading_cut", language))
    return f'<li class="read-part cut"><span aria-hidden="true">✂</span> {said}</li>'


def _cut(text: str, reading: TokenizationTrace, language: Language) -> str:
    if reading.unread is None:
        return ""
    tokens = count(reading.n_tokens, language)
    unread = [span for span in word_spans(text) if span.start >= reading.unread.start]
    said = say("truncated_end", language, tokens=tokens)
    if unread:
        word = clip(text[slice(*unread[0])], _MAX_SHOWN)
        said = say("reading_unread", language, tokens=tokens, word=word, count=count(len(unread), language))
    return f'<p class="cut-off">{escape(said)}</p>'
