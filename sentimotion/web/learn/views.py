"""Render the first steps of the lesson: tokens, heads. Pure; does not import gradio."""

from typing import Final

from markupsafe import Markup

from sentimotion.explanations.attribution import words_of_tokens, words_within_limit
from sentimotion.i18n.messages import Language, say
from sentimotion.inference.predictor import Prediction
from sentimotion.labels import HEADS
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText, Token
from sentimotion.web.components.explanation import render_unexplained
from sentimotion.web.learn.lesson import Step

_MARKS: Final = {"learn_tokens_start": "▁", "learn_tokens_inner": "##"}


def render_step(
    step: Step, language: Language, label: str = "", is_presentable: bool = True, **values: object
) -> Markup:
    """Render a step: its heading and its body, which is the template of that name.

    :param label: Name of the explained label, for the heading of the steps that explain one.
    :param is_presentable: Whether the step has slides.
    :param values: What the step's template uses.
    """
    return render_template(
        f"web/learn/{step}.html",
        step=step,
        language=language,
        label=label,
        title=say(f"learn_{step}_title", language, label=label),
        is_presentable=is_presentable,
        **values,
    )


def render_progress(text: str, language: Language, done: float, is_stopped: bool = False) -> Markup:
    """Render the sentence with the progress of its explanation, or with the notice that it was stopped.

    :param done: 0 to 1.
    """
    return render_unexplained(text, language, done, is_stopped, stopped="learn_stopped", css_class="lesson")


def render_tokens(encoded: EncodedText, language: Language) -> Markup:
    """Render step 1: words with their pieces below them; tokens outside words are separate."""
    pieces = [token.piece for token in encoded.tokens if token.span is not None]
    return render_step(
        "tokens",
        language,
        is_cut=encoded.truncated_at is not None,
        n_tokens=len(encoded.tokens),
        n_words=len(words_within_limit(encoded)),
        stacks=_stacks(encoded),
        special=[token for token in encoded.tokens if token.span is None],
        marks={key: mark for key, mark in _MARKS.items() if any(piece.startswith(mark) for piece in pieces)},
    )


def _stacks(encoded: EncodedText) -> list[tuple[str | None, list[Token]]]:
    """Group tokens by word, in order; None for tokens outside words."""
    spans = words_within_limit(encoded)
    stacks: list[tuple[str | None, list[Token]]] = []
    last: int | None = None
    for token, word in zip(encoded.tokens, words_of_tokens(encoded), strict=True):
        if word is None or word != last:
            stacks.append((None if word is None else encoded.text[slice(*spans[word])], []))
        stacks[-1][1].append(token)
        last = word
    return stacks


def render_heads(
    encoded: EncodedText, prediction: Prediction, size: tuple[int, int], language: Language
) -> Markup:
    """Render step 2: a diagram of the encoder, its [CLS] state and the two heads, scaling with the page.

    :param size: Number of layers, and width, of the encoder.
    """
    return render_step(
        "heads",
        language,
        n_layers=size[0],
        width=size[1],
        sentence=_shortened(encoded),
        tokens=encoded.tokens,
        decisions={head: prediction.decision(head) for head in HEADS},
    )


def _shortened(encoded: EncodedText) -> str:
    """The sentence, shortened to the words that fit a box."""
    room = 90
    if len(encoded.text) <= room:
        return encoded.text
    ends = [span.end for span in words_within_limit(encoded) if span.end <= room]
    return encoded.text[: ends[-1]] + " …" if ends else "…"
