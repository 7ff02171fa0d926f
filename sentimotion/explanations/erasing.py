"""A text of which words can be taken out, as ``explain`` scores it."""

from collections.abc import Iterator
from contextlib import contextmanager

from explain import ErasableText, Eraser, NonFiniteAttribution
from sentimotion.errors import ExplanationError, InvalidRequest
from sentimotion.explanations.attribution import ExplainedModel, to_model_input, words_of_tokens
from sentimotion.explanations.network import AttributableNetwork
from sentimotion.text.encoding import EncodedText


def erasers_of(model: ExplainedModel) -> tuple[Eraser, ...]:
    """The erasers that the tokenizer has tokens for, "cut" last; without "zero", which no text has."""
    found: list[Eraser] = [name for name in ("mask", "pad") if model.fill_ids.get(name) is not None]
    return (*found, "cut")


def erasable_text(
    model: ExplainedModel, sentence: EncodedText, eraser: Eraser
) -> tuple[list[int], ErasableText]:
    """The text as ``explain`` takes words out of it.

    :param model: The model.
    :param sentence: The encoded text.
    :param eraser: What stands for a word that is taken out.
    :returns: The indexes of the words that the model reads, and the text with one group for each of them.
    :raises InvalidRequest: If the text has no words, or the tokenizer has no token for the eraser.
    """
    positions: dict[int, list[int]] = {}
    spaces: list[int] = []
    for position, word in enumerate(words_of_tokens(sentence)):
        if word is not None:
            # Of a word that is cut out, the space before it goes as well; it may be a token of its own.
            positions.setdefault(word, []).extend([*(spaces if eraser == "cut" else ()), position])
        span = sentence.tokens[position].span
        is_space = word is None and span is not None and sentence.text[span.start : span.end].isspace()
        spaces = [*spaces, position] if is_space else []
    if not positions:
        raise InvalidRequest("the text has no words that could be taken out")
    words = sorted(positions)
    return words, ErasableText(
        AttributableNetwork(model.network),
        to_model_input(model.network, sentence),
        tuple(tuple(positions[word]) for word in words),
        eraser,
        None if eraser == "cut" else model.fill_id(eraser),
        model.gradient_plan.chunk_size(len(sentence.tokens)),
    )


@contextmanager
def finite_scores() -> Iterator[None]:
    """Within it, a score that is not finite is an error that says what to do.

    :raises ExplanationError: In place of :class:`explain.NonFiniteAttribution`.
    """
    try:
        yield
    except NonFiniteAttribution as error:
        raise ExplanationError(f"{error}; the checkpoint may be damaged") from error
