"""The embedded checkpoint's tokenizer: how it normalizes, and what trimming keeps."""

import pytest
import torch
from transformers import BertConfig

from sentimotion.training.fit.base_encoder import BaseEncoder
from sentimotion.training.fit.vocabulary import SPECIAL_TOKENS, trim
from tests.checkpoints import unigram_tokenizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("র\u200d\u09cd\u09afাব", "র\u09cd\u09afাব"),  # ZWJ vanishes: a space would tear the word
        ("উদ\u09cd\u200cঘাটন", "উদ\u09cdঘাটন"),
        ("হ\u09df", "হ\u09af\u09bc"),
        ("\u0995\u09c7\u09be", "\u0995\u09cb"),
        ("ＡＢＣ ½ ﬁ", "ABC 1\u20442 fi"),
        ("ক\x00খ\x07গ\x7fঘ", "কখগঘ"),
        ("ক\tখ\nগ\r\nঘ", "ক খ গ ঘ"),
        ("ক \u00a0\u2003 খ", "ক খ"),
        ("ক\u200bখ\ufeffগ\u2028ঘ\ufffdঙ", "ক খ গ ঘ ঙ"),
        ("  ক  ", "ক"),
        ("ক▁খ", "ক খ"),
        ("\u200d \u200b", ""),
    ],
    ids=ascii,
)
def test_normalization(text, expected):
    assert unigram_tokenizer().normalizer.normalize_str(text) == expected


def test_special_tokens_stand_around_the_text():
    encoding = unigram_tokenizer().encode("আজ ভালো")
    assert encoding.tokens == ["<s>", "▁আজ", "▁ভালো", "</s>"]
    assert encoding.special_tokens_mask == [1, 0, 0, 1]
    assert unigram_tokenizer().encode("আজ", "ভালো").tokens == ["<s>", "▁আজ", "</s>", "</s>", "▁ভালো", "</s>"]


def base_encoder(extra):
    pieces = [*SPECIAL_TOKENS[:-1], *extra, SPECIAL_TOKENS[-1]]
    embeddings = torch.arange(len(pieces) * 4, dtype=torch.float32).view(-1, 4)
    return BaseEncoder(
        BertConfig(),
        tuple(pieces),
        tuple(-float(index) for index in range(len(pieces))),
        {"bos": 0, "pad": 1, "eos": 2, "unk": 3},
        {"embeddings.word_embeddings.weight": embeddings},
    )


def test_trimming_keeps_what_bangla_needs_and_its_embeddings():
    base = base_encoder(["▁", "▁আজ", "ভা", "Привет", "你好", "你", "▁the", "a", "।", "৩", "😂", "!", "▁hola"])
    tokenizer, embeddings = trim(base, ["আজ 你"])
    kept = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().get)
    assert "Привет" not in kept
    assert "你好" not in kept
    assert kept == [piece for piece in base.pieces if piece not in ("Привет", "你好")]  # in their order
    assert [kept[index] for index in range(4)] == ["<s>", "<pad>", "</s>", "<unk>"]
    whole = base.state["embeddings.word_embeddings.weight"]
    for row, piece in zip(embeddings, kept, strict=True):
        assert torch.equal(row, whole[base.pieces.index(piece)])
    assert tokenizer.encode("আজ 你").tokens == ["<s>", "▁আজ", "▁", "你", "</s>"]


def test_only_so_many_latin_pieces_are_kept(monkeypatch):
    monkeypatch.setattr("sentimotion.training.fit.vocabulary._LATIN_PIECES", 2)
    base = base_encoder(["▁", "▁one", "two", "▁three", "four"])
    assert set(trim(base, ["আজ four"])[0].get_vocab()) == {*SPECIAL_TOKENS, "▁", "▁one", "two", "four"}
