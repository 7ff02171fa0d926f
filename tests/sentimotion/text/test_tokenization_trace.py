"""Tokenization traces from tokens made by hand. Invisible characters are spelled out."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import BlankText, InvalidText
from sentimotion.text.normalization_diff import (
    MAX_CHANGES,
    MAX_PLACES,
    Stretch,
    character_names,
    collect_changes,
)
from sentimotion.text.tokenization_trace import trace_tokenization
from sentimotion.text.words import Span, word_spans

ZWNJ, ZWJ, NUKTA, ZWSP, BOM = "\u200c", "\u200d", "\u09bc", "\u200b", "\ufeff"
RRA, AA, E_SIGN, O_SIGN = "\u09dc", "\u09be", "\u09c7", "\u09cb"


def encoded(text, tokens, truncated_at=None):
    """A text and its tokens, given as (piece, start, end), between two special tokens."""
    special = SimpleNamespace(piece="<s>", span=None)
    own = [SimpleNamespace(piece=piece, span=Span(start, end)) for piece, start, end in tokens]
    return SimpleNamespace(text=text, tokens=[special, *own, special], truncated_at=truncated_at)


def pieces(part):
    return [(piece.text, piece.vocabulary) for piece in part.pieces]


def changes(reading):
    return [(change.kind, change.before, change.after) for change in reading.changes]


def test_a_plain_text_has_no_changes():
    reading = trace_tokenization(encoded("আজ ভালো।", [("▁আজ", 0, 2), ("▁ভা", 2, 5), ("লো", 5, 7), ("।", 7, 8)]))
    assert [(part.text, part.is_word, pieces(part)) for part in reading.parts] == [
        ("আজ", True, [("আজ", "▁আজ")]),
        ("ভালো", True, [("ভা", "▁ভা"), ("লো", "লো")]),
        ("।", False, [("।", "।")]),
    ]
    assert (reading.changes, reading.more_changes, reading.unread, reading.n_tokens) == ((), 0, None, 6)


def test_wordpieces_continue_words():
    reading = trace_tokenization(encoded("ভালো না", [("ভা", 0, 2), ("##লো", 2, 4), ("না", 5, 7)]))
    assert [pieces(part) for part in reading.parts] == [
        [("ভা", "ভা"), ("লো", "##লো")],
        [("না", "না")],
    ]
    assert reading.changes == ()


def test_typed_number_signs_are_text():
    reading = trace_tokenization(encoded("## ভোট", [("▁##", 0, 2), ("▁ভোট", 2, 6)]))
    assert reading.changes == ()
    reading = trace_tokenization(encoded("##ভোট", [("▁", 0, 1), ("##", 0, 2), ("ভোট", 2, 5)]))
    assert reading.changes == ()


CHANGED = {
    "ZWJ between pieces": (f"র{ZWJ}্যাব", [("▁র", 0, 1), ("্যাব", 2, 6)], ("joiner_dropped", ZWJ, "")),
    "ZWJ within a piece": (f"র{ZWJ}্যাব", [("র্যাব", 0, 6)], ("joiner_dropped", ZWJ, "")),
    "ZWNJ": (f"ক{ZWNJ}ষ", [("▁ক", 0, 1), ("ষ", 2, 3)], ("joiner_dropped", ZWNJ, "")),
    "emoji joined": (f"👩{ZWJ}👧", [("▁", 0, 1), ("👩", 0, 1), ("👧", 2, 3)], ("emoji_split", ZWJ, "")),
    "nukta apart": (f"ব{RRA}", [(f"▁ব\u09a1{NUKTA}", 0, 2)], ("same_letter", RRA, f"\u09a1{NUKTA}")),
    "nukta joined": (f"ব\u09a1{NUKTA}", [(f"▁ব{RRA}", 0, 3)], ("same_letter", f"\u09a1{NUKTA}", RRA)),
    "two-part sign": (f"ক{E_SIGN}{AA}", [(f"▁ক{O_SIGN}", 0, 2)], ("same_letter", E_SIGN + AA, O_SIGN)),
    "wide digit": ("১\uff12", [("▁১2", 0, 2)], ("simpler_form", "\uff12", "2")),
    "ligature": ("আজ ﬁ", [("▁আজ", 0, 2), ("▁fi", 2, 4)], ("simpler_form", "ﬁ", "fi")),
    "capital": ("OK", [("ok", 0, 2)], ("replaced", "OK", "ok")),
    "BOM": (f"{BOM}আজ", [("▁আজ", 0, 3)], ("invisible_dropped", BOM, "")),
    "control": ("আজ\x01", [("▁আজ", 0, 2)], ("invisible_dropped", "\x01", "")),
    "split word": (
        f"ভা{ZWSP}লো",
        [("▁ভা", 0, 2), ("▁", 2, 3), ("লো", 3, 5)],
        ("word_split", ZWSP, " "),
    ),
    "visible and dropped": ("আজ\ufffd না", [("▁আজ", 0, 2), ("▁না", 3, 6)], ("dropped", "\ufffd", "")),
    "unknown": ("漢", [("▁", 0, 1), ("<unk>", 0, 1)], ("unknown", "漢", "")),
    "unknown word": ("আজ 漢字", [("আজ", 0, 2), ("[UNK]", 3, 5)], ("unknown", "漢字", "")),
    "unknown emoji": ("আজ🫠", [("▁আজ", 0, 2), ("<unk>", 2, 3)], ("unknown_emoji", "🫠", "")),
}


@pytest.mark.parametrize(("text", "tokens", "change"), CHANGED.values(), ids=CHANGED)
def test_changes_are_classified(text, tokens, change):
    assert changes(trace_tokenization(encoded(text, tokens))) == [change]


def test_a_ligature_of_which_one_half_is_known():
    reading = trace_tokenization(encoded("½", [("▁1", 0, 1), ("<unk>", 0, 1), ("2", 0, 1)]))
    assert changes(reading) == [("unknown", "½", ""), ("simpler_form", "½", "1\u20442")]


def test_an_unknown_word_has_no_other_change():
    """The content of an unknown piece is not known: its letters may be as typed."""
    reading = trace_tokenization(encoded(f"ব{RRA}\uff12", [("[UNK]", 0, 3)]))
    assert changes(reading) == [("unknown", f"ব{RRA}\uff12", "")]


def test_white_space_is_no_change():
    text = " \n আজ \t\u00a0 ভালো  \n"
    reading = trace_tokenization(encoded(text, [("▁আজ", 3, 5), ("▁ভালো", 8, 13)]))
    assert reading.changes == ()
    assert [part.text for part in reading.parts] == ["আজ", "ভালো"]


def test_equal_changes_are_counted_together():
    text = " ".join([f"র{ZWJ}"] * 9)
    tokens = [("▁র", max(0, 3 * i - 1), 3 * i + 1) for i in range(9)]
    (change,) = trace_tokenization(encoded(text, tokens)).changes
    assert (change.count, len(change.places), change.name) == (9, MAX_PLACES, "zero width joiner")
    assert all(text[slice(*place)] == ZWJ for place in change.places)


def test_the_number_of_changes_is_bounded():
    text = "".join(chr(0x4E00 + index) for index in range(MAX_CHANGES + 3))
    tokens = [("[UNK]", index, index + 1) for index in range(len(text))]
    reading = trace_tokenization(encoded(text, tokens))
    assert (len(reading.changes), reading.more_changes) == (MAX_CHANGES, 3)


def test_truncation():
    text = "আজ ভালো না।"
    reading = trace_tokenization(encoded(text, [("▁আজ", 0, 2), ("▁ভা", 2, 5)], truncated_at=5))
    assert [(part.text, len(part.pieces)) for part in reading.parts] == [("আজ", 1), ("ভালো", 1)]
    assert reading.unread == (5, len(text))
    assert reading.changes == ()


def test_a_word_that_shares_its_piece_has_no_pieces():
    reading = trace_tokenization(encoded(f"ভালো{ZWSP}না", [("ভালোনা", 0, 7)]))
    assert [(part.text, len(part.pieces)) for part in reading.parts if part.is_word] == [("ভালো", 1), ("না", 0)]


def test_names_of_characters():
    assert character_names("ক\u09bc") == "bengali letter ka, bengali sign nukta"
    assert character_names("\x01") == "U+0001"
    assert character_names("aaaa").endswith(", …")


def test_no_stretches_no_changes():
    assert collect_changes("", []) == ((), 0)
    assert collect_changes("ক", [Stretch(Span(0, 1), ("ক",))]) == ((), 0)


@pytest.mark.parametrize("kind", ["bert_model", "electra_model"])
@given(text=st.text(min_size=1, max_size=40) | st.text(f"আজভালোনা {ZWJ}{ZWSP}{NUKTA}{RRA}😂½ﬁ।\n", min_size=1))
def test_every_piece_occurs_once_for_any_text(request, kind, text):
    try:
        read = request.getfixturevalue(kind).encode(text, 512)
    except (BlankText, InvalidText):
        return
    reading = trace_tokenization(read)
    shown = [piece for part in reading.parts for piece in part.pieces]
    spans = [token.span for token in read.tokens if token.span]
    assert sorted(piece.span for piece in shown) == sorted(spans)
    assert [part.span for part in reading.parts if part.is_word] == word_spans(text)
    assert all(text[slice(*part.span)] == part.text for part in reading.parts)
    for change in reading.changes:
        assert change.count >= len(change.places) > 0
        assert all(text[slice(*place)] == change.before for place in change.places)
        assert change.before != change.after


@given(st.lists(st.sampled_from(["আজ", "ভালো", "না"]), min_size=1, max_size=8))
def test_known_words_have_no_changes(bert_model, electra_model, words):
    for model in (bert_model, electra_model):
        reading = trace_tokenization(model.encode("  ".join(words), 512))
        assert reading.changes == ()
        assert [part.text for part in reading.parts] == words


def test_the_embedded_kind_of_tokenizer(bert_model):
    """The changes of its normalizer are found."""
    text = f"আজ{ZWJ} ব{RRA} ভা{ZWSP}লো {BOM}না \uff12"
    kinds = {change.kind for change in trace_tokenization(bert_model.encode(text)).changes}
    assert {"joiner_dropped", "same_letter", "word_split", "invisible_dropped"} <= kinds
