"""Render the first steps of the lesson: tokens, heads, thresholds. Pure; does not import gradio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sentimotion.explanations.attribution import words_of_tokens, words_within_limit
from sentimotion.i18n.messages import Language, count, head_name, label_name, percent, say
from sentimotion.inference.predictor import Prediction
from sentimotion.label_colors import LABEL_COLORS
from sentimotion.labels import HEADS, LABELS
from sentimotion.text.encoding import EncodedText, Token
from sentimotion.web.components.highlight import render_plain
from sentimotion.web.components.progress_bar import render_halted, render_meter
from sentimotion.web.components.slides import render_present
from sentimotion.web.learn.lesson import Step
from sentimotion.web.learn.slides import LESSON

_WORD_START, _WORD_INNER = "▁", "##"


@dataclass(frozen=True, slots=True)
class EncoderSize:
    """Encoder dimensions shown in the drawing."""

    layers: int
    width: int


def render_step(step: Step, language: Language, body: str, is_presentable: bool = True, **values: str) -> str:
    """Render a step: its heading and its body.

    :param body: HTML.
    :param is_presentable: Whether the step has slides.
    :param values: Values for the placeholders of the title; escaped here.
    """
    title = escape(say(f"learn_{step}_title", language, **values))
    # Focused when the step is shown, so that screen readers continue from there.
    heading = f'<h2 tabindex="-1">{title}</h2>'
    if is_presentable:
        heading = f'<div class="titled">{heading}{render_present(LESSON[step], language)}</div>'
    return f'<div class="lesson" lang="{language}" data-step="{step}">{heading}{body}</div>'


def paragraph(key: str, language: Language, **values: str) -> str:
    """Render a message as a paragraph; values are escaped."""
    return f"<p>{escape(say(key, language, **values))}</p>"


def with_code(key: str, language: Language, codes: Mapping[str, str], **values: str) -> str:
    """Render a message, escaped, with some placeholders filled with markup.

    :param codes: HTML by name.
    :param values: Text by name.
    """
    # Markup is represented by characters that occur in no message until everything else is escaped.
    marks = {name: f"\0{index}\0" for index, name in enumerate(codes)}
    html = escape(say(key, language, **values, **marks))
    for name, mark in marks.items():
        html = html.replace(mark, codes[name])
    return html


def piece_code(token: Token) -> str:
    """Render a token's piece as code, without a language."""
    return f'<code class="lesson-token" dir="ltr">{escape(token.piece)}</code>'


def render_working(text: str, done: float, language: Language) -> str:
    """Render the placeholder while work runs: the sentence and the progress.

    :param done: 0 to 1.
    """
    label = say("explaining", language, percent=percent(done, language))
    meter = render_meter(label, done, language)
    return f'<div class="lesson" lang="{language}" aria-busy="true">{render_plain(text)}{meter}</div>'


def render_unexplained(text: str, language: Language) -> str:
    """Render the placeholder after the visitor stopped the work."""
    halted = render_halted("learn_stopped", language)
    return f'<div class="lesson" lang="{language}">{render_plain(text)}{halted}</div>'


def render_tokens(encoded: EncodedText, language: Language) -> str:
    """Render step 1: words with their pieces below them; tokens outside words are separate."""
    special = [token for token in encoded.tokens if token.span is None]
    groups = _stacks(encoded)
    stacks = "".join(_stack(word, tokens) for word, tokens in groups)
    notes = []
    if special:
        codes = {"special": ", ".join(map(piece_code, special)), "first": piece_code(special[0])}
        notes.append(with_code("learn_tokens_special", language, codes))
    pieces = [token.piece for token in encoded.tokens if token.span is not None]
    for mark, key in ((_WORD_START, "learn_tokens_start"), (_WORD_INNER, "learn_tokens_inner")):
        if any(piece.startswith(mark) for piece in pieces):
            notes.append(with_code(key, language, {"mark": f"<code>{mark}</code>"}))
    counts = say(
        "learn_tokens_count",
        language,
        words=count(len(words_within_limit(encoded)), language),
        tokens=count(len(encoded.tokens), language),
        special=count(len(special), language),
    )
    cut = ""
    if encoded.truncated_at is not None:
        n_read = count(len(encoded.tokens), language)
        cut = f'<p class="warning">{escape(say("learn_tokens_cut", language, tokens=n_read))}</p>'
    body = (
        f"{paragraph('learn_tokens_text', language)}{cut}"
        f'<ul class="stacks" aria-label="{escape(say("learn_tokens_list", language))}">{stacks}</ul>'
        f'<p class="fact">{escape(counts)}</p><p>{" ".join(notes)}</p>'
    )
    return render_step("tokens", language, body)


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


def _stack(word: str | None, tokens: Sequence[Token]) -> str:
    kind = ' class="special"' if tokens[0].span is None else ""
    above = f'<span class="above" lang="bn">{escape(word)}</span>' if word else '<span class="above"></span>'
    pieces = "".join(map(piece_code, tokens))
    return f'<li{kind}>{above}<span class="lesson-tokens">{pieces}</span></li>'


def render_heads(encoded: EncodedText, prediction: Prediction, size: EncoderSize, language: Language) -> str:
    """Render step 2: a diagram of the encoder, its [CLS] state and the two heads, scaling with the page."""
    layers, width = count(size.layers, language), count(size.width, language)
    state = with_code("learn_state", language, {"first": piece_code(encoded.tokens[0])}, width=width)
    tokens = say("learn_token_count", language, tokens=count(len(encoded.tokens), language))
    heads = []
    for head in HEADS:
        decision = prediction.decision(head)
        name = say(
            "learn_head_box",
            language,
            head=head_name(head, language),
            labels=count(len(LABELS[head]), language),
        )
        color = LABEL_COLORS[decision.top_label]
        heads.append(
            f'<div class="box head" data-head="{head}" style="--label-color:{color}">'
            f"<span>{escape(name)}</span>"
            f'<strong data-label="{decision.top_label}">{escape(label_name(decision.top_label, language))} '
            f"{escape(percent(decision.top_probability, language))}</strong></div>"
        )
    caption = escape(say("learn_drawing", language))
    drawing = (
        f'<figure class="drawing"><figcaption class="visually-hidden">{caption}</figcaption>'
        f'<div class="box sentence-box"><span lang="bn">{escape(_shortened(encoded))}</span>'
        f"<small>{escape(tokens)}</small></div>"
        f'<div class="box encoder">{escape(say("learn_encoder", language, layers=layers))}</div>'
        f'<div class="box state">{state}</div><div class="fork">{"".join(heads)}</div></figure>'
    )
    text = paragraph("learn_heads_text", language, layers=layers, width=width)
    return render_step("heads", language, text + drawing)


def _shortened(encoded: EncodedText) -> str:
    """The sentence, shortened to the words that fit a box."""
    room = 90
    if len(encoded.text) <= room:
        return encoded.text
    ends = [span.end for span in words_within_limit(encoded) if span.end <= room]
    return encoded.text[: ends[-1]] + " …" if ends else "…"


def render_thresholds(language: Language) -> str:
    """Render the part of step 3 above the two charts."""
    body = paragraph("learn_thresholds_text", language) + paragraph("learn_thresholds_note", language)
    return render_step("thresholds", language, body)
