"""Load a checkpoint's tokenizer; check that it matches the model and keeps Bangla vowel signs."""

from pathlib import Path
from typing import Final

from transformers import AutoTokenizer, PretrainedConfig, PreTrainedTokenizerBase

from sentimotion.checkpoints import sources
from sentimotion.checkpoints.hub import first_line
from sentimotion.checkpoints.sources import TOKENIZER_FILES
from sentimotion.errors import CheckpointError

# A vowel sign below, one after the letter, and a hasanta: combining marks of different kinds.
_VOWEL_SIGNS: Final = "দুখীক্ত"
# Embeddings are often padded to a round number; the vocabulary has at least this share of them.
_LEAST_SHARE_OF_PIECES: Final = 0.9


def has_tokenizer(folder: Path) -> bool:
    """Whether a checkpoint has its own tokenizer."""
    return any((folder / file).is_file() for file in TOKENIZER_FILES)


def read_tokenizer(folder: Path, name: str, config: PretrainedConfig) -> PreTrainedTokenizerBase:
    """The checkpoint's tokenizer, or that of the published model's base.

    :param folder: The checkpoint's folder.
    :param name: Its name, for errors.
    :param config: The encoder's config.
    :raises CheckpointError: If it cannot be downloaded or opened, belongs to another model, or deletes Bangla
        vowel signs.
    """
    own = has_tokenizer(folder)
    where = name if own else sources.BASE
    tokenizer_folder = folder if own else sources.base_folder(name)
    try:
        # Special tokens that a user types are text, also for callers of the tokenizer itself.
        tokenizer = AutoTokenizer.from_pretrained(
            str(tokenizer_folder),
            # Else it would read config.json again, and with it what the encoder's config leaves out.
            config=config,
            use_fast=True,
            split_special_tokens=True,
            trust_remote_code=False,
            local_files_only=True,
        )
    except Exception as error:  # a damaged tokenizer.json gives KeyError, TypeError, Exception
        raise CheckpointError(f"{where}: its tokenizer cannot be opened ({first_line(error)})") from error
    if not tokenizer.is_fast:
        raise CheckpointError(f"{where}: its tokenizer does not support offsets; provide a tokenizer.json")
    n_pieces = len(tokenizer)
    if not _LEAST_SHARE_OF_PIECES * config.vocab_size <= n_pieces <= config.vocab_size:
        raise CheckpointError(
            f"{name}: the tokenizer has {n_pieces} pieces, the model {config.vocab_size} embeddings; they do"
            " not match: use the tokenizer that the model was trained with"
        )
    _check_keeps_vowel_signs(tokenizer, where)
    return tokenizer


def _check_keeps_vowel_signs(tokenizer: PreTrainedTokenizerBase, name: str) -> None:
    """Refuse a tokenizer that reads দুঃখী as দঃখ.

    transformers' lower-casing (do_lower_case, strip_accents) deletes Bangla vowel signs and hasanta as
    accents. Nothing else would fail, but the answers would be wrong.
    """
    normalizer = tokenizer.backend_tokenizer.normalizer
    if normalizer is not None and len(normalizer.normalize_str(_VOWEL_SIGNS).strip()) < len(_VOWEL_SIGNS):
        raise CheckpointError(
            f"{name}: its tokenizer deletes Bangla vowel signs; set do_lower_case to false in"
            " tokenizer_config.json, or use the tokenizer that the model was trained with"
        )
