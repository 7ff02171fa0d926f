"""Mask random tokens as augmentation."""

import numpy as np


def mask_tokens(
    input_ids: np.ndarray,
    special_ids: frozenset[int],
    mask_id: int,
    shares: np.ndarray,
    generator: np.random.Generator,
) -> np.ndarray:
    """Put the mask token in the place of tokens chosen at random.

    :param input_ids: (batch, n_tokens) token ids, padded.
    :param special_ids: Ids that are never masked, padding among them.
    :param mask_id: Id of the mask token.
    :param shares: (batch,) probability of each text's tokens to be masked, 0 to 1.
    :param generator: Of the choice.
    :returns: The ids with tokens masked, (batch, n_tokens).
    """
    chosen = generator.random(input_ids.shape) < shares[:, None]
    chosen &= ~np.isin(input_ids, sorted(special_ids))
    return np.where(chosen, mask_id, input_ids)


def drawn_shares(
    count: int, masked_texts: float, masked_shares: tuple[float, float], generator: np.random.Generator
) -> np.ndarray:
    """Which share of the tokens of each of count texts is masked, (count,): 0 for most or many.

    :param masked_texts: Probability of a text to be masked at all.
    :param masked_shares: Between which shares a masked text's is drawn, evenly.
    """
    masked = generator.random(count) < masked_texts
    return np.where(masked, generator.uniform(*masked_shares, size=count), 0.0)
