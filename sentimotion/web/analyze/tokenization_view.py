"""Render the tokenization trace as HTML. Pure; does not import gradio."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

import regex
from markupsafe import Markup

from sentimotion.i18n.messages import STRINGS, Language, count, say
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText
from sentimotion.text.letter_forms import KnownForm
from sentimotion.text.normalization_diff import Change
from sentimotion.text.tokenization_trace import Part, TokenizationTrace, trace_tokenization
from sentimotion.text.words import NOT_SPACE, Span, word_spans
from sentimotion.web.components.text_quality_view import clip

_MAX_SHOWN: Final = 40
_MAX_WORDS: Final = 3
_INVISIBLE = regex.compile(r"[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+")
_MARKS: Final = {"reading_metaspace": "▁", "reading_continues": "##"}


def render_trace(encoded: EncodedText, language: Language, known_forms: Sequence[KnownForm] = ()) -> Markup:
    """Render a collapsed panel: the pieces of each word, changed or dropped characters, and the truncation.

    Pieces are shown in a separate row below the word: a box inside a Bangla syllable would break its shaping.
    """
    trace = trace_tokenization(encoded)
    pieces = [piece for part in trace.parts for piece in part.pieces]
    altered = [change for change in trace.changes if not change.kind.startswith("unknown")]
    return render_template(
        "web/analyze/tokenization.html",
        language=language,
        trace=trace,
        n_unknown=sum(piece.unknown for piece in pieces),
        n_changed=len(altered) + trace.more_changes,
        marks={
            key: mark
            for key, mark in _MARKS.items()
            if any(piece.vocabulary.startswith(mark) and piece.vocabulary != piece.text for piece in pieces)
        },
        changes=[
            (change.kind, _change(encoded.text, trace.parts, change, language)) for change in trace.changes
        ],
        known_forms=[_known_form(form, language) for form in known_forms],
        cut=_cut(encoded.text, trace, language),
        visible=_visible,
    )


def _visible(text: str) -> str:
    """The visible part of a text, shortened; empty if it has only invisible characters."""
    return "" if _INVISIBLE.fullmatch(text) else clip(text, _MAX_SHOWN)


def _known_form(form: KnownForm, language: Language) -> dict[str, str]:
    """The code points of an unknown word, and the same word as the vocabulary has it."""
    return {
        "typed": clip(form.typed, _MAX_SHOWN),
        "letters": "; ".join(
            say("reading_letter", language, typed=_code_points(typed), known=_code_points(known))
            for typed, known in form.letters
        ),
        "known": form.known,
    }


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
    return "; ".join(said)


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


def _cut(text: str, trace: TokenizationTrace, language: Language) -> str:
    """What was not read of a truncated text; empty if all was read."""
    if trace.unread is None:
        return ""
    tokens = count(trace.n_tokens, language)
    unread = [span for span in word_spans(text) if span.start >= trace.unread.start]
    if not unread:
        return say("truncated_end", language, tokens=tokens)
    word = clip(text[slice(*unread[0])], _MAX_SHOWN)
    return say("reading_unread", language, tokens=tokens, word=word, count=count(len(unread), language))
