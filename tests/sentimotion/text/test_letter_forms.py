"""Letters with two encodings, and a vocabulary that has one of them."""

from types import SimpleNamespace

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace

from sentimotion.text.letter_forms import MAX_WORDS, KnownForm, find_known_forms, other_forms
from sentimotion.text.words import Span

ONE, TWO = "\u09df", "\u09af\u09bc"  # য়
RRA, RRA_TWO = "\u09dc", "\u09a1\u09bc"  # ড়
RHA, RHA_TWO = "\u09dd", "\u09a2\u09bc"  # ঢ়
OO, OO_TWO = "\u09cb", "\u09c7\u09be"  # ো


def encoder(*words):
    """Encodes with a WordPiece vocabulary of some words; nothing is normalized."""
    vocabulary = {word: index for index, word in enumerate(["[UNK]", *words])}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()

    def encode(text):
        encoding = tokenizer.encode(text)
        tokens = [
            SimpleNamespace(piece=piece, span=Span(*offsets))
            for piece, offsets in zip(encoding.tokens, encoding.offsets, strict=True)
        ]
        return SimpleNamespace(text=text, tokens=tokens, truncated_at=None)

    return encode


def known_forms(text, *words):
    encode = encoder(*words)
    return find_known_forms(encode(text), encode)


@pytest.mark.parametrize(
    ("typed", "known", "letters"),
    [
        (f"সম{ONE}", f"সম{TWO}", [(ONE, TWO)]),
        (f"সম{TWO}", f"সম{ONE}", [(TWO, ONE)]),
        (f"বা{RRA}ি", f"বা{RRA_TWO}ি", [(RRA, RRA_TWO)]),
        (f"বা{RRA_TWO}ি", f"বা{RRA}ি", [(RRA_TWO, RRA)]),
        (f"আষা{RHA}", f"আষা{RHA_TWO}", [(RHA, RHA_TWO)]),
        (f"ভাল{OO_TWO}", f"ভাল{OO}", [(OO_TWO, OO)]),
        (f"পো{RRA}া{ONE}".replace(OO, OO_TWO), f"প{OO}{RRA}া{ONE}", [(OO_TWO, OO)]),
        (f"গা{RRA}িও{ONE}ালা", f"গা{RRA_TWO}িও{TWO}ালা", [(RRA, RRA_TWO), (ONE, TWO)]),
        (f"হ{ONE}নি{TWO}", f"হ{ONE}নি{ONE}", [(TWO, ONE)]),
    ],
)
def test_the_form_in_the_vocabulary_is_found(typed, known, letters):
    assert known_forms(f"আজ {typed} আছে", "আজ", "আছে", known) == (KnownForm(typed, known, tuple(letters)),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"সম{ONE}", ["আজ"]),  # in neither form
        (f"সম{ONE}", [f"সম{ONE}"]),  # known as typed
        ("আজ কাল", ["আজ"]),  # no letter with two forms
        (f"সম{ONE}", [f"সম{ONE}", f"সম{TWO}"]),
        ("", []),
    ],
)
def test_other_words_have_no_known_form(text, words):
    assert known_forms(text, *words) == ()


def test_a_word_is_listed_once_and_words_are_bounded():
    word, known = f"সম{ONE}", f"সম{TWO}"
    assert len(known_forms(" ".join([word] * 5), known)) == 1
    words = [chr(0x995 + index) + ONE for index in range(MAX_WORDS + 3)]
    assert len(known_forms(" ".join(words), *[word.replace(ONE, TWO) for word in words])) == MAX_WORDS


def test_other_forms_of_a_text():
    assert other_forms(f"সম{ONE}") == (f"সম{TWO}",)
    assert other_forms(f"{ONE}{TWO}") == (f"{ONE}{ONE}", f"{TWO}{TWO}")
    assert other_forms("আজ") == ()
