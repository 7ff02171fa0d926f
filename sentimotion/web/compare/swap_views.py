"""The word swap drawn from its state: one function for each component."""

from typing import Any

import gradio as gr
from markupsafe import Markup

from sentimotion.explanations.counterfactuals import MAX_ALTERNATIVE_LENGTH, MAX_ALTERNATIVES
from sentimotion.i18n.messages import Language, count, say
from sentimotion.labels import DEFAULT_THRESHOLDS, Head
from sentimotion.templating import render_template
from sentimotion.text.encoding import EncodedText
from sentimotion.web.compare.comparison import Swapped, read_words
from sentimotion.web.compare.state import Answer, Missing
from sentimotion.web.compare.views import render_swap_summary
from sentimotion.web.compare.wording import shorten_word
from sentimotion.web.components.charts import strip_chart
from sentimotion.web.components.decision import render_error, render_notice
from sentimotion.web.components.progress_bar import Stopped, render_halted


def show_words(language: Language, encoded: EncodedText | None, chosen: int | None) -> Markup:
    """The sentence, if any, with its words as buttons; text between words stays as typed.

    A single tab stop; arrow keys move between the words, as a long text would otherwise have a hundred stops.

    :param chosen: Index of the chosen word, if any.
    """
    if encoded is None:
        return Markup()
    words = read_words(encoded)
    if not words:
        return render_notice("swap_no_words", language, "alert")
    return render_template(
        "web/compare/words.html", language=language, text=encoded.text, words=words, chosen=chosen
    )


def show_chosen(language: Language, encoded: EncodedText | None, chosen: int | None) -> Markup:
    """The word to swap, or the request to choose one."""
    if encoded is None or not read_words(encoded):
        return Markup()
    if chosen is None:
        message = say("swap_choose", language)
    else:
        word = encoded.text[slice(*read_words(encoded)[chosen])]
        message = say("swap_chosen", language, word=shorten_word(word))
    return Markup('<p class="compare-chosen" role="status" lang="{}">{}</p>').format(language, message)


def show_summary(language: Language, answer: Answer) -> str:
    """The summary of the result, or why there is none."""
    match answer:
        case None:
            return ""
        case Swapped():
            return render_swap_summary(answer, language)
        case Missing():
            return render_notice(answer.key, language, "alert")
        case Stopped():
            return render_halted("swap_stopped", language)
    return render_error(answer, language)


def show_strip(head: Head, language: Language, answer: Answer) -> Any:
    """A head's chart."""
    if (swapped := predicted(answer)) is None:
        return gr.update(value=None)
    words = list(map(shorten_word, swapped.words))
    shares = [probabilities.of(head) for probabilities in swapped.probabilities]
    return strip_chart(head, words, shares, DEFAULT_THRESHOLDS[head], language)


def predicted(answer: Answer) -> Swapped | None:
    """The result, if there were alternatives."""
    return answer if isinstance(answer, Swapped) and answer.probabilities else None


def list_label(language: Language) -> str:
    """Label of the box for alternatives, including its limits."""
    limits = {"lines": count(MAX_ALTERNATIVES, language), "length": count(MAX_ALTERNATIVE_LENGTH, language)}
    return say("swap_alternatives", language, **limits)
