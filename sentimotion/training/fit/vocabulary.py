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

# Order and names as in the vocabulary of the base encoder.
SPECIAL_TOKENS: Final = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
UNK_TOKEN: Final = "<unk>"
MASK_TOKEN: Final = "<mask>"

# Kept even if no training text contains them, as users may type them.
_ALWAYS_KEPT = regex.compile(
    rf"{METASPACE}?([\p{{Bengali}}\p{{Nd}}।॥৳\p{{Extended_Pictographic}}{regex.escape(string.printable)}]"
    rf"|.*\p{{Bengali}}.*)"
)
# Romanized Bangla and English are rare in the training texts but common in users' texts. The most frequent
# Latin pieces are kept, so that such words are not tokenized letter by letter; 0.8 kB per piece in the file.
_LATIN_PIECES: Final = 3000
_LATIN = regex.compile(rf"{METASPACE}?[A-Za-z]+")


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """Build a fast Unigram tokenizer whose output is ``<s> pieces </s>``.

    Text is normalized to NFKC; control characters are removed, white space and zero-width marks become one
    space. This is the original normalizer of the vocabulary, except that ZWJ and ZWNJ are removed: in Bangla
    they occur within words (র‍্যাব), and a space would split the word.

    :param pieces: The vocabulary in id order, including special tokens.
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
    """Reduce the vocabulary to pieces that occur in the texts or contain Bangla letters.

    Also kept are digits, punctuation, Latin letters and emoji as single characters, and frequent Latin
    pieces. The order is unchanged, so that ``<s> <pad> </s> <unk>`` have the ids 0 to 3.

    :param base: The base encoder.
    :param texts: Training texts.
    :returns: The tokenizer, and the word embeddings of the kept pieces, (pieces, hidden size).
    """
    full = build_tokenizer(base.pieces, base.scores)
    seen = {index for encoding in full.encode_batch(list(texts)) for index in encoding.ids}
    special = {base.pieces.index(token) for token in SPECIAL_TOKENS}
    always = {index for index, piece in enumerate(base.pieces) if _ALWAYS_KEPT.fullmatch(piece)}
    # Pieces are sorted by frequency.
    latin = [index for index, piece in enumerate(base.pieces) if _LATIN.fullmatch(piece)][:_LATIN_PIECES]
    kept = sorted(special | seen | always | set(latin))
    tokenizer = build_tokenizer([base.pieces[i] for i in kept], [base.scores[i] for i in kept])
    return tokenizer, base.state["embeddings.word_embeddings.weight"][kept]
