"""Reduce the base encoder's vocabulary to the tokens that Bangla text uses."""

import string
from collections.abc import Iterable, Sequence
from typing import Final

import regex
import torch
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from sentimotion.text.tokenization_trace import METASPACE
from sentimotion.training.fit.base_encoder import BaseEncoder

# Order and names as in the starting encoder's own vocabulary.
SPECIAL_TOKENS: Final = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
UNK_TOKEN: Final = "<unk>"
MASK_TOKEN: Final = "<mask>"

# Kept whether or not a training text holds them: what a visitor may type on the first day.
_ALWAYS_KEPT = regex.compile(
    rf"{METASPACE}?([\p{{Bengali}}\p{{Nd}}।॥৳\p{{Extended_Pictographic}}{regex.escape(string.printable)}]"
    rf"|.*\p{{Bengali}}.*)"
)
# Romanized Bangla and English are rare in the training texts and common in a visitor's: the most frequent
# Latin pieces stay, so that such words are not spelled letter by letter. 0.8 kB a piece in the file.
_LATIN_PIECES: Final = 3000
_LATIN = regex.compile(rf"{METASPACE}?[A-Za-z]+")


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """A fast tokenizer over Unigram pieces, giving ``<s> pieces </s>``.

    The text is normalized to NFKC; control characters vanish, white space and zero-width marks become one
    space, as in the vocabulary's original normalizer, with one difference: ZWJ and ZWNJ vanish. In Bangla
    they stand inside words (র‍্যাব), and a space there would tear the word in two.

    :param pieces: The vocabulary in id order, special tokens among them.
    :param scores: Log probabilities of the pieces.
    """
    unk_id = list(pieces).index(UNK_TOKEN)
    tokenizer = Tokenizer(Unigram(list(zip(pieces, scores, strict=True)), unk_id, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\u200C\u200D\x00-\x08\x0B\x0E-\x1F\x7F\x8F\x9F]"), ""),
            normalizers.NFKC(),
            normalizers.Replace(Regex(r"[\s\u200B\u200E\u200F\u2028\u2029\u2581\uFEFF\uFFFD]+"), " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=METASPACE, prepend_scheme="always")
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    bos, eos = "<s>", "</s>"
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (bos, eos)],
    )
    return tokenizer


def trim(base: BaseEncoder, texts: Iterable[str]) -> tuple[Tokenizer, torch.Tensor]:
    """Cut the vocabulary down to the pieces that occur in texts, or hold Bangla letters.

    Kept are also digits, punctuation, Latin letters and emoji as single characters. The kept pieces stay in
    their order, so that ``<s> <pad> </s> <unk>`` keep the ids 0 to 3.

    :param base: The starting encoder.
    :param texts: Training texts.
    :returns: The tokenizer, and the word embeddings of the kept pieces, (pieces, hidden).
    """
    full = build_tokenizer(base.pieces, base.scores)
    seen = {index for encoding in full.encode_batch(list(texts)) for index in encoding.ids}
    special = {base.pieces.index(token) for token in SPECIAL_TOKENS}
    always = {index for index, piece in enumerate(base.pieces) if _ALWAYS_KEPT.fullmatch(piece)}
    # Piece ids run from frequent to rare.
    latin = [index for index, piece in enumerate(base.pieces) if _LATIN.fullmatch(piece)][:_LATIN_PIECES]
    kept = sorted(special | seen | always | set(latin))
    tokenizer = build_tokenizer([base.pieces[i] for i in kept], [base.scores[i] for i in kept])
    return tokenizer, base.state["embeddings.word_embeddings.weight"][kept]
