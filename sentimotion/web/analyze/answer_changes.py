"""What would change the answer: the words without which it is another one, and a word in place of another."""

from collections.abc import Mapping

from markupsafe import Markup

from sentimotion.explanations.decision_change import Counterfactual
from sentimotion.i18n.messages import Language, count, label_name, percent, say
from sentimotion.labels import Head
from sentimotion.templating import render_template


def render_changes(found: Mapping[Head, Counterfactual], language: Language) -> Markup:
    """Render, for each head, the sentence without the words and with the swapped word, and its answers."""
    return render_template(
        "web/analyze/answer_changes.html",
        language=language,
        found=found,
        # Called by the template.
        say_removal=say_removal,
        cut=_cut,
    )


def say_removal(found: Counterfactual, language: Language) -> str:
    """Without which words the answer would be another one, and which; or that there are none."""
    label = label_name(found.decision.label, language)
    if found.removal is None:
        if found.max_words == 0:
            return say("change_one_word", language)
        return say("change_none", language, count=count(found.max_words, language), label=label)
    after = found.removal.decision
    words = ", ".join(f"“{found.text[slice(*found.words[index])]}”" for index in sorted(found.removal.words))
    values = {"words": words, "label": label_name(after.label, language)}
    sentence = (
        say("change_to_neutral", language, threshold=percent(after.threshold, language), **values)
        if after.fell_back
        else say("change_to", language, percent=percent(after.confidence, language), **values)
    )
    if len(found.removal.words) == 1:
        return sentence
    return f"{sentence} {say('change_needs_all', language, label=label)}"


def _cut(found: Counterfactual) -> list[tuple[str, str]]:
    """The text in pieces: what stays, then a word that is taken out, and so on."""
    words = sorted(found.removal.words) if found.removal is not None else []
    pieces, end = [], 0
    for span in (found.words[index] for index in words):
        pieces.append((found.text[end : span.start], found.text[slice(*span)]))
        end = span.end
    return [*pieces, (found.text[end:], "")]
