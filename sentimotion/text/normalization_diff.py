"""Differences between the text as typed and the text after the tokenizer's normalization. Pure."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

import regex

from sentimotion.text.words import JOINERS, Span, grapheme_spans

ChangeKind = Literal[
    "joiner_dropped",  # a ZWJ or ZWNJ, usually between Bangla letters
    "emoji_split",  # a ZWJ that joined several emoji
    "invisible_dropped",  # a control or zero-width character
    "word_split",  # an invisible character replaced by a space, within a word
    "dropped",  # a visible character
    "same_letter",  # another encoding of the same letter (nukta, ো)
    "simpler_form",  # the NFKC of wide digits, ligatures, fractions
    "replaced",  # anything else, such as lower case
    "unknown_emoji",
    "unknown",  # not in the vocabulary
]
MAX_CHANGES: Final = 40
"""Maximum number of different changes."""
MAX_PLACES: Final = 5
"""Places that are given for a change; all are counted."""

# Fonts draw nothing for default ignorable characters; a variation selector is one, a space is not.
_INVISIBLE = regex.compile(r"[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]")
_EMOJI = regex.compile(r"(?![©®™])[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]")
_SPACES = regex.compile(r"\s+")
_MAX_NAMES: Final = 3
# Longer than any character's NFKC (18); longer stretches are compared as they are.
_MAX_UNFOLDED: Final = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text, and the contents of its pieces, in order; None for an unknown piece."""

    span: Span
    contents: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a character, or of adjacent characters, at all its places in the text.

    :param before: As typed.
    :param after: After normalization; empty if dropped or unknown.
    :param name: Unicode names of the characters as typed, such as ``zero width joiner``.
    :param places: The first ``MAX_PLACES`` places, in order.
    :param count: Number of all places.
    """

    kind: ChangeKind
    before: str
    after: str
    name: str
    places: tuple[Span, ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Step:
    kind: ChangeKind
    start: int
    before: str
    after: str = ""


def collect_changes(text: str, stretches: Sequence[Stretch]) -> tuple[tuple[Change, ...], int]:
    """The changes of a text, equal ones counted together, in order of their first places.

    :param stretches: The text up to its truncation, in parts, in order.
    :returns: At most ``MAX_CHANGES`` changes, and the number of the others.
    """
    found: dict[tuple[ChangeKind, str, str], list[Span]] = {}
    counts: dict[tuple[ChangeKind, str, str], int] = {}
    emoji = [span for span in grapheme_spans(text) if _EMOJI.search(text, *span)]
    in_emoji = {index for span in emoji for index in range(*span)}
    for stretch in stretches:
        for step in _compare(text, stretch):
            kind = "emoji_split" if step.kind == "joiner_dropped" and step.start in in_emoji else step.kind
            key = (kind, step.before, step.after)
            places = found.setdefault(key, [])
            counts[key] = counts.get(key, 0) + 1
            if len(places) < MAX_PLACES:
                places.append(Span(step.start, step.start + len(step.before)))
    changes = [
        Change(*key, character_names(key[1]), tuple(places), counts[key]) for key, places in found.items()
    ]
    return tuple(changes[:MAX_CHANGES]), max(0, len(changes) - MAX_CHANGES)


def character_names(text: str) -> str:
    """Unicode names of the first characters, in lower case; the code point of a character without a name."""
    names = [unicodedata.name(character, "").lower() or f"U+{ord(character):04X}" for character in text]
    return ", ".join([*names[:_MAX_NAMES], *["…"] * (len(names) > _MAX_NAMES)])


def _compare(text: str, stretch: Stretch) -> Iterator[_Step]:
    start, before = stretch.span.start, text[stretch.span.start : stretch.span.end]
    contents = stretch.contents
    if None in contents:
        yield from _unknown(start, before)
        after = _unfold(before, contents)
    else:
        after = "".join(filter(None, contents))
    if after is None or before.split() == [after.strip()]:
        return
    after = _SPACES.sub(" ", after)
    spaces = len(before) - len(before.lstrip())
    if spaces or start == 0:
        # The space before a word is not a change.
        start, before, after = start + spaces, before[spaces:], after.lstrip()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation != "equal":
            yield from _explain(text, start + i, before[i:j], after[k:m])


def _unknown(start: int, before: str) -> Iterator[_Step]:
    """The emoji of an unknown stretch, one by one; the whole stretch if it has none."""
    shown = before.strip()
    if not shown:
        return
    offset = start + before.index(shown)
    emoji = [span for span in grapheme_spans(shown) if _EMOJI.search(shown, *span)]
    if not emoji:
        yield _Step("unknown", offset, shown)
    for span in emoji:
        yield _Step("unknown_emoji", offset + span.start, shown[span.start : span.end])


def _unfold(before: str, contents: Sequence[str | None]) -> str | None:
    """The normalized text of a stretch with unknown pieces: its NFKC, if its known pieces match it."""
    if all(content is None or content.isspace() for content in contents):
        return None
    unfolded = unicodedata.normalize("NFKC", before).strip()
    if len(unfolded) > _MAX_UNFOLDED:
        return None
    pattern = "".join(".+" if content is None else regex.escape(content.strip()) for content in contents)
    return unfolded if regex.fullmatch(pattern, unfolded.replace(" ", "")) else None


def _explain(text: str, start: int, before: str, after: str) -> Iterator[_Step]:
    """Classify the difference of two parts, character by character if that explains all of it."""
    if not after.strip():
        yield from _dropped(text, start, before, after)
        return
    before_read = before.strip(JOINERS)
    if _same(before_read, after):
        yield _Step("same_letter", start + before.index(before_read), before_read, after)
        return
    unfolded = [unicodedata.normalize("NFKC", character) for character in before]
    if "".join(unfolded) != after:
        yield _Step("replaced", start, before, after)
        return
    for index, (character, read) in enumerate(zip(before, unfolded, strict=True)):
        if character == read:
            continue
        kind: ChangeKind = "same_letter" if _same(character, read) else "simpler_form"
        yield _Step(kind, start + index, character, read)


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFD", one) == unicodedata.normalize("NFD", other)


def _dropped(text: str, start: int, before: str, after: str) -> Iterator[_Step]:
    """Characters that were dropped or replaced by a space."""
    for index, character in enumerate(before, start):
        if character.isspace():
            continue
        if character in JOINERS:
            yield _Step("joiner_dropped", index, character)
        elif not _INVISIBLE.fullmatch(character):
            yield _Step("dropped", index, character)
        elif after and _is_within_word(text, index):
            yield _Step("word_split", index, character, " ")
        else:
            yield _Step("invisible_dropped", index, character)


def _is_within_word(text: str, index: int) -> bool:
    before, after = text[max(0, index - 1) : index], text[index + 1 : index + 2]
    return bool(before.strip() and after.strip())
