"""Token ids and their offsets into the text as typed. Invisible characters are spelled out."""

import copy
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.errors import BlankText, InvalidMaxLength, InvalidText, SentimotionError
from sentimotion.text.encoding import Encoder
from tests.checkpoints import SENTENCES

NUKTA, ZWJ, BOM, ZWSP = "\u09bc", "\u200d", "\ufeff", "\u200b"
TYPED_SPECIALS = ["<s>", "</s>", "<pad>", "<unk>", "<mask>", "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"]


def slices(model, text, max_length=512):
    """The part of the text of each token, without special tokens."""
    encoded = model.encode(text, max_length)
    return [text[token.span.start : token.span.end] for token in encoded.tokens if token.span]


def letters_read(model, text):
    """The part of the text that tokens cover, without spaces. Tokens may share a letter: a prepended space
    has the span of the first letter of its word, both halves of a decomposed letter that of the letter."""
    covered = {i for token in model.encode(text, 512).tokens if token.span for i in range(*token.span)}
    letters = "".join(text[index] for index in sorted(covered))
    return "".join(letters.replace(ZWSP, "").replace(BOM, "").split())


@pytest.fixture(params=["bert_model", "electra_model"])
def any_model(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("text", SENTENCES)
def test_equals_the_tokenizer(model, text):
    encoded = model.encode(text)
    reference = model.tokenizer(text, return_offsets_mapping=True, return_special_tokens_mask=True)
    assert encoded.input_ids == reference["input_ids"]
    assert [token.piece for token in encoded.tokens] == model.tokenizer.convert_ids_to_tokens(
        encoded.input_ids
    )
    assert [token.span is None for token in encoded.tokens] == [
        bool(special) for special in reference["special_tokens_mask"]
    ]
    assert encoded.truncated_at is None
    assert encoded.text == text


def test_words_of_the_vocabulary_are_known(any_model):
    unknown = any_model.tokenizer.unk_token_id
    for sentence in SENTENCES[:4]:
        assert unknown not in any_model.encode(sentence).input_ids


@pytest.mark.parametrize(
    "text",
    [
        "আজ ভালো",
        "  আজ \t\n ভালো  ",
        "\nআজ\r\nভালো\n\n",
        f"আজ{ZWSP} ভালো{BOM}",
        f"{BOM}আজ {ZWSP} ভালো",
        f"র{ZWJ}্যাব আজ ভালো",
        "😂 আজ 👍🏽 ভালো",
        f"ব\u09dc আজ ব{NUKTA} ভালো",
        unicodedata.normalize("NFC", "কোথায় আজ ভালো"),
        unicodedata.normalize("NFD", "হ\u09df ব\u09dc আজ ") + "ভালো",
        "ﷺ ½ ① ﬁ আজ ভালো",
    ],
    ids=ascii,
)
def test_tokens_slice_the_text_as_typed(any_model, text):
    assert letters_read(any_model, text) == "".join(text.replace(ZWSP, "").replace(BOM, "").split())
    # These are one piece each, so they are found in any context.
    assert [piece.strip() for piece in slices(any_model, text) if piece.strip() in ("আজ", "ভালো")] == [
        "আজ",
        "ভালো",
    ]


@pytest.mark.parametrize("letter", ["\u09df", "\u09dc", "\u09dd"])
def test_a_letter_typed_as_one_or_two_code_points_is_the_same_to_the_embedded_tokenizer(bert_model, letter):
    as_one = f"আজ হ{letter} ভালো"
    as_two = unicodedata.normalize("NFC", as_one)  # NFC takes these apart: they are composition exclusions
    assert len(as_two) == len(as_one) + 1
    one, two = bert_model.encode(as_one), bert_model.encode(as_two)
    assert one.input_ids == two.input_ids
    assert (one.tokens[-2].span.end, two.tokens[-2].span.end) == (len(as_one), len(as_two))
    assert slices(bert_model, as_one)[-1] == slices(bert_model, as_two)[-1] == " ভালো"


@given(st.text(min_size=1, max_size=60))
def test_offsets_are_within_the_text_and_in_order(bert_model, electra_model, text):
    for model in (bert_model, electra_model):
        try:
            encoded = model.encode(text, 512)
        except (BlankText, InvalidText):
            continue
        spans = [token.span for token in encoded.tokens if token.span]
        assert spans
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert [span.start for span in spans] == sorted(span.start for span in spans)
        assert [encoded.tokens[0].span, encoded.tokens[-1].span] == [None, None]


@given(st.lists(st.sampled_from(["আজ", "ভালো", "নষ্ট", "না", "darun", "😂"]), min_size=1), st.data())
def test_known_words_are_found_with_any_characters_between(bert_model, electra_model, known, data):
    gaps = st.text(st.sampled_from(f" \t\n\r{ZWSP}{BOM}\u00a0\u2003\u3000"), max_size=3)
    text = " ".join(data.draw(gaps) + word + data.draw(gaps) for word in known)
    for model in (bert_model, electra_model):
        assert letters_read(model, text) == "".join(known)


@pytest.mark.parametrize("max_length", [8, 9, 31, 128, 512])
def test_truncation_equals_the_tokenizers(any_model, max_length):
    text = " ".join(SENTENCES * 30)
    encoded = any_model.encode(text, max_length)
    reference = any_model.tokenizer(text, truncation=True, max_length=max_length, return_offsets_mapping=True)
    assert encoded.input_ids == reference["input_ids"]
    assert len(encoded.tokens) == max_length
    assert encoded.truncated_at == reference["offset_mapping"][-2][1]
    assert 0 < encoded.truncated_at < len(text)
    assert encoded.tokens[-1].span is None
    # The truncation that transformers sets for its call does not affect the next text.
    assert any_model.encode(text, 512).input_ids[:7] == encoded.input_ids[:7]


def test_a_text_of_max_length_is_not_truncated(any_model):
    text = "আজ " * 30
    n_tokens = len(any_model.encode(text, 512).tokens)
    assert any_model.encode(text, n_tokens).truncated_at is None
    assert any_model.encode(text, n_tokens - 1).truncated_at is not None


def test_one_token_and_six_hundred(any_model):
    one = any_model.encode("আজ")
    assert [token.span for token in one.tokens] == [None, (0, 2), None]
    many = any_model.encode("আজ " * 600, 512)
    assert len(many.tokens) == 512
    assert many.truncated_at is not None


def test_the_number_of_positions_limits_the_tokens(bert_model):
    encoded = Encoder(bert_model.tokenizer, max_positions=10).encode("আজ " * 50, 128)
    assert len(encoded.tokens) == 10


def test_settings_of_the_tokenizer_have_no_effect(any_model):
    tokenizer = copy.deepcopy(any_model.tokenizer)
    tokenizer.backend_tokenizer.enable_truncation(9)
    tokenizer.backend_tokenizer.enable_padding(length=40)
    encoder = Encoder(tokenizer, max_positions=512)
    for text in ("আজ", " ".join(SENTENCES)):
        assert encoder.encode(text, 512) == any_model.encode(text, 512)
    assert tokenizer.backend_tokenizer.truncation["max_length"] == 9  # the shared tokenizer is unchanged


@pytest.mark.parametrize("typed", TYPED_SPECIALS)
@pytest.mark.parametrize("pattern", ["{}", "আজ {} ভালো", "আজ{}ভালো", "{} {}", "আজ {}"])
def test_typed_special_tokens_are_text(any_model, typed, pattern):
    text = pattern.format(typed, typed)
    encoded = any_model.encode(text)
    inner = encoded.tokens[1:-1]
    special = set(any_model.tokenizer.all_special_ids) - {any_model.tokenizer.unk_token_id}
    assert not special & {token.id for token in inner}
    assert all(token.span is not None for token in inner)
    assert letters_read(any_model, text) == text.replace(" ", "")
    assert [token.id for token in (encoded.tokens[0], encoded.tokens[-1])] == [
        any_model.tokenizer.cls_token_id,
        any_model.tokenizer.sep_token_id,
    ]


@pytest.mark.parametrize("typed", TYPED_SPECIALS)
def test_wordpiece_encodes_typed_special_tokens_as_text(electra_model, typed):
    text = f"আজ {typed} ভালো"
    assert electra_model.encode(text).input_ids == electra_model.tokenizer(text)["input_ids"]


BLANK = ["", " ", "\n\t\r", "\u00a0", "\u3000\u2003", ZWSP, ZWJ, BOM, "\x01", f" {ZWJ}\u200c{BOM} "]


@pytest.mark.parametrize("text", BLANK, ids=ascii)
def test_a_text_without_content_is_blank(any_model, text):
    with pytest.raises(BlankText):
        any_model.encode(text)


def test_what_the_tokenizer_drops_is_said(bert_model):
    with pytest.raises(BlankText) as caught:
        bert_model._encoder.encode(ZWSP)
    assert str(caught.value) == "the text contains only characters that the tokenizer drops; add a word"


def test_a_text_is_repaired_only_when_that_is_asked_for(any_model):
    encoder, typed, repaired = any_model._encoder, "দু:খ পেলাম", "দুঃখ পেলাম"
    as_typed = encoder.encode(typed)
    assert (as_typed.text, as_typed.typed_text, as_typed.repaired_text) == (typed, None, None)
    corrected = encoder.encode(typed, repair=True)
    assert (corrected.text, corrected.typed_text, corrected.repaired_text) == (repaired, typed, repaired)
    assert corrected.tokens == encoder.encode(repaired).tokens
    # Nothing to repair.
    assert encoder.encode(repaired, repair=True) == encoder.encode(repaired)


def test_what_was_encoded_stays_as_it_is(any_model):
    encoded = any_model.encode("ভালো")
    with pytest.raises(FrozenInstanceError):
        encoded.text = "না"
    with pytest.raises(FrozenInstanceError):
        encoded.tokens[0].id = 1


@pytest.mark.parametrize("text", [None, 5, b"ok", ["a"], 1.5, True, object])
def test_the_type_of_another_value_is_named(any_model, text):
    with pytest.raises(InvalidText, match=f"the text is a {type(text).__name__}, expected a string"):
        any_model.encode(text)


@pytest.mark.parametrize(("text", "place"), [("\ud800", 0), ("আজ \udfff", 3), ("a\ud83d b", 1)], ids=ascii)
def test_lone_surrogates_are_named(any_model, text, place):
    with pytest.raises(InvalidText, match=f"at code point {place} "):
        any_model.encode(text)


@pytest.mark.parametrize("max_length", [7, 513, 0, -1, True, False, "128", None, 128.0, 10**400])
def test_max_length_out_of_range_is_named(any_model, max_length):
    with pytest.raises(InvalidMaxLength, match="expected a whole number from 8 to 512") as caught:
        any_model.encode("আজ", max_length)
    assert repr(max_length) in str(caught.value)
    assert isinstance(caught.value, SentimotionError)
    assert isinstance(caught.value, ValueError)


def test_threads_encode_concurrently(any_model):
    texts = [" ".join(SENTENCES[i:] + SENTENCES[:i]) for i in range(len(SENTENCES))] + ["আজ"]
    alone = [any_model.encode(text, 24) for text in texts]
    barrier = threading.Barrier(len(texts))

    def encode_often(text):
        barrier.wait()
        return [any_model.encode(text, 24) for _ in range(40)]

    with ThreadPoolExecutor(len(texts)) as pool:
        for expected, encoded in zip(alone, pool.map(encode_often, texts), strict=True):
            assert encoded == [expected] * 40
