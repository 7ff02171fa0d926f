"""Hiding tokens, for the encoder to guess."""

import numpy as np

NOT_HIDDEN = -100
"""The target that torch's cross entropy passes over."""


def hide_tokens(
    input_ids: np.ndarray,
    special_ids: frozenset[int],
    mask_id: int,
    share: float,
    generator: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Choose tokens to guess: four of five become the mask token, one stays as it is.

    A token that stays keeps the encoder from taking visible tokens as given (Devlin et al. 2019, arXiv
    1810.04805, who also put a random token; in texts of 20 tokens that harms the labels).

    :param input_ids: (batch, n_tokens) token ids, padded.
    :param special_ids: Ids that are never hidden, padding among them.
    :param mask_id: Id of the mask token.
    :param share: Share of the tokens to guess, 0 to 1.
    :returns: The ids with tokens hidden, and the targets: the true id where it is to be guessed, NOT_HIDDEN
        elsewhere; both (batch, n_tokens).
    """
    chosen = (generator.random(input_ids.shape) < share) & ~np.isin(input_ids, sorted(special_ids))
    hidden = chosen & (generator.random(input_ids.shape) < 0.8)
    return np.where(hidden, mask_id, input_ids), np.where(chosen, input_ids, NOT_HIDDEN)
