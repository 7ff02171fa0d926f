"""Which tokens are taken out together: no model, no tensors."""

from collections.abc import Sequence

Groups = tuple[tuple[int, ...], ...]
"""Token positions by group; no token is in two of them."""


def word_groups(token_words: Sequence[int | None], special: Sequence[bool]) -> Groups:
    """Tokens by word, then every other token that is not special in a group of its own.

    >>> word_groups([None, 0, 0, 1, None, None], [True, False, False, False, False, True])
    ((1, 2), (3,), (4,))

    :param token_words: Index of each token's word, or None (:attr:`explain.words.WordTotals.token_words`).
    :param special: Whether each token is special, like [CLS]; these are never taken out.
    :returns: The groups of the words that have a token, in the order of the words, then the others.
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
    """Refuse groups that overlap, are empty, or name a token that is not there.

    :raises ValueError: Naming the group.
    """
    seen: set[int] = set()
    for index, group in enumerate(groups):
        if not group or not all(0 <= position < n_tokens for position in group):
            raise ValueError(f"group {index} {tuple(group)} is not some of the tokens 0..{n_tokens - 1}")
        if seen & set(group) or len(set(group)) < len(group):
            raise ValueError(f"group {index} {tuple(group)} names a token that was named before")
        seen |= set(group)
