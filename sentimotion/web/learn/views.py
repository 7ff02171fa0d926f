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
    """What the drawing tells of an encoder."""

    layers: int
    width: int


def render_step(step: Step, language: Language, body: str, is_presentable: bool = True, **values: str) -> str:
    """A step's heading and what stands under it.

    :param body: HTML.
    :param is_presentable: Whether there is something to show on a screen.
    :param values: What stands in the braces of its title; escaped here.
    """
    title = escape(say(f"learn_{step}_title", language, **values))
    # Focused when one turns to the step, so that a screen reader goes on from there.
    heading = f'<h2 tabindex="-1">{title}</h2>'
    if is_presentable:
        heading = f'<div class="titled">{heading}{render_present(LESSON[step], language)}</div>'
    return f'<div class="lesson" lang="{language}" data-step="{step}">{heading}{body}</div>'


def paragraph(key: str, language: Language, **values: str) -> str:
    """A paragraph of the page's own words; values are escaped."""
    return f"<p>{escape(say(key, language, **values))}</p>"


def with_code(key: str, language: Language, codes: Mapping[str, str], **values: str) -> str:
    """A string of the page, escaped, some of its braces filled with markup.

    :param codes: HTML by name.
    :param values: Text by name.
    """
    # Marks that no text of the page holds stand for the markup until all else is escaped.
    marks = {name: f"\0{index}\0" for index, name in enumerate(codes)}
    html = escape(say(key, language, **values, **marks))
    for name, mark in marks.items():
        html = html.replace(mark, codes[name])
    return html


def piece_code(token: Token) -> str:
    """A token's piece as code: in the model's own writing, in no language."""
    return f'<code class="lesson-token" dir="ltr">{escape(token.piece)}</code>'


def render_working(text: str, done: float, language: Language) -> str:
    """The place of what is being computed: the sentence, and how far the work has come.

    :param done: 0 to 1.
    """
    label = say("explaining", language, percent=percent(done, language))
    meter = render_meter(label, done, language)
    return f'<div class="lesson" lang="{language}" aria-busy="true">{render_plain(text)}{meter}</div>'


def render_unexplained(text: str, language: Language) -> str:
    """The place of what the visitor stopped."""
    halted = render_halted("learn_stopped", language)
    return f'<div class="lesson" lang="{language}">{render_plain(text)}{halted}</div>'


def render_tokens(encoded: EncodedText, language: Language) -> str:
    """Step 1: words with their pieces under them; what lies in no word stands by itself."""
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
    """Tokens in order, those of one word together with it; None for what lies in no word."""
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
    """Step 2: a drawing of one encoder, one state, two answers, in boxes that shrink with the page."""
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
    """The sentence, or as many of its words as a box has room for."""
    room = 90
    if len(encoded.text) <= room:
        return encoded.text
    ends = [span.end for span in words_within_limit(encoded) if span.end <= room]
    return encoded.text[: ends[-1]] + " …" if ends else "…"


def render_thresholds(language: Language) -> str:
    """Step 3: what stands above the two charts."""
    body = paragraph("learn_thresholds_text", language) + paragraph("learn_thresholds_note", language)
    return render_step("thresholds", language, body)
