"""Mask random tokens as augmentation."""

import numpy as np
from numpy.typing import NDArray


def mask_tokens(
    input_ids: NDArray[np.int64],
    special_ids: frozenset[int],
    mask_id: int,
    shares: NDArray[np.float64],
    generator: np.random.Generator,
) -> NDArray[np.int64]:
    """Replace random tokens by the mask token.

    :param input_ids: (batch, n_tokens) token ids, padded.
    :param special_ids: Ids that are never masked, including padding.
    :param mask_id: Id of the mask token.
    :param shares: (batch,) probability of masking a token of each text, 0 to 1.
    :param generator: Random generator for the choice of tokens.
    :returns: (batch, n_tokens) token ids with masked tokens.
    """
    chosen = generator.random(input_ids.shape) < shares[:, None]
    chosen &= ~np.isin(input_ids, sorted(special_ids))
    return np.where(chosen, mask_id, input_ids)


def draw_masked_shares(
    count: int, masked_texts: float, masked_shares: tuple[float, float], generator: np.random.Generator
) -> NDArray[np.float64]:
    """Draw the share of masked tokens for each text.

    :param count: Number of texts.
    :param masked_texts: Probability that a text is masked at all, 0 to 1.
    :param masked_shares: Range from which the share of a masked text is drawn uniformly, each 0 to 1.
    :param generator: Random generator.
    :returns: (count,) shares, 0 for texts that are not masked.
    """
    masked = generator.random(count) < masked_texts
    return np.where(masked, generator.uniform(*masked_shares, size=count), 0.0)
