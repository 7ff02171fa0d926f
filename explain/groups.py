"""Groups of tokens that are removed together. Needs no model."""

from collections.abc import Sequence

Groups = tuple[tuple[int, ...], ...]
"""Token positions by group; groups do not overlap."""


def word_groups(token_words: Sequence[int | None], special: Sequence[bool]) -> Groups:
    """Group tokens by word; every other token that is not special forms its own group.

    >>> word_groups([None, 0, 0, 1, None, None], [True, False, False, False, False, True])
    ((1, 2), (3,), (4,))

    :param token_words: Index of each token's word, or None (:attr:`explain.words.WordTotals.token_words`).
    :param special: Whether each token is special, such as [CLS]; special tokens are in no group.
    :returns: The groups of the words that have tokens, in word order, then the other tokens.
    """
    by_word: dict[int, list[int]] = {}
    alone = []
    for position, (word, is_special) in enumerate(zip(token_words, special, strict=True)):
        if is_special:
            continue
        if word is None:
            alone.append((position,))
        else:
            by_word.setdefault(word, []).append(position)
    return tuple(tuple(by_word[word]) for word in sorted(by_word)) + tuple(alone)


def check_groups(groups: Sequence[Sequence[int]], n_tokens: int) -> None:
    """Check that groups are not empty, do not overlap, and contain only existing tokens.

    :raises ValueError: If not; the message names the group.
    """
    seen: set[int] = set()
    for index, group in enumerate(groups):
        if not group or not all(0 <= position < n_tokens for position in group):
            raise ValueError(
                f"group {index} {tuple(group)} must name one or more of the tokens 0..{n_tokens - 1}"
            )
        if seen & set(group) or len(set(group)) < len(group):
            raise ValueError(f"group {index} {tuple(group)} repeats a token")
        seen |= set(group)
