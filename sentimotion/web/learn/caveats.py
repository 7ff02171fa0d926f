"""Render the last step of the lesson: where explanations mislead, on the visitor's sentence."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from explain import rank_agreement
from sentimotion.explanations.results import Explanation
from sentimotion.i18n.messages import Language, decimal, label_name, localize_digits, percent, say, signed
from sentimotion.labels import LABELS
from sentimotion.web.learn.lesson import Caveats, Lesson
from sentimotion.web.learn.sum_table import strongest_words
from sentimotion.web.learn.views import paragraph, render_step

# A probability of at least this is called saturated.
SURE: Final = 0.9
# Minimum Kendall's tau for each description, highest first.
_AGREEMENT: Final = (
    (0.7, "learn_agree_same"),
    (0.4, "learn_agree_like"),
    (0.15, "learn_agree_little"),
    (-0.15, "learn_agree_none"),
    (-1.0, "learn_agree_opposite"),
)

Number = Callable[[float, Language], str]


def render_caveats(lesson: Lesson, explanation: Explanation, caveats: Caveats, language: Language) -> str:
    """Render step 6: another baseline, another method, a saturated probability, a removed word.

    :param lesson: The lesson, with its prediction.
    :param explanation: The reference explanation.
    """
    label = label_name(explanation.label, language)
    body = (
        _blanks(explanation, caveats, language)
        + _methods(explanation, caveats, language)
        + _saturation(lesson, explanation, caveats, language)
        + _section(
            "planted",
            language,
            paragraph("learn_planted_text", language) + paragraph("learn_planted_note", language),
        )
    )
    return render_step("doubts", language, f'<div class="doubts">{body}</div>', label=label)


def _section(name: str, language: Language, body: str) -> str:
    title = escape(say(f"learn_{name}_title", language))
    return f'<section data-doubt="{name}"><h3>{title}</h3>{body}</section>'


def _blanks(explanation: Explanation, caveats: Caveats, language: Language) -> str:
    found = [explanation, *caveats.baselines.values()]
    rows = [
        (
            say(f"learn_blank_{each.baseline}", language),
            escape(decimal(each.baseline_score, language)),
            _strongest(each, language),
        )
        for each in found
    ]
    columns = ("learn_column_blank", "learn_column_blank_score", "learn_column_top")
    return _section(
        "blanks",
        language,
        paragraph("learn_blanks_text", language)
        + _table(columns, rows, language)
        + _verdict(same_or_not(found), language),
    )


def _methods(explanation: Explanation, caveats: Caveats, language: Language) -> str:
    found = [explanation, caveats.leave_one_out]
    names = ("learn_method_path", "learn_method_loo")
    baseline = caveats.leave_one_out.baseline
    rows = [
        (say(name, language), _strongest(each, language)) for name, each in zip(names, found, strict=True)
    ]
    tau = rank_agreement(*([word.attribution for word in each.words] for each in found))
    verdict = _verdict("learn_agree_unknown", language)
    if tau is not None:
        message = say(agreement_in_words(tau), language)
        verdict = _verdict("learn_agreement", language, tau=decimal(tau, language), verdict=message)
    return _section(
        "methods",
        language,
        paragraph("learn_methods_text", language, blank=say(f"learn_blank_{baseline}", language))
        + _table(("learn_column_method", "learn_column_top"), rows, language)
        + verdict,
    )


def _saturation(lesson: Lesson, explanation: Explanation, caveats: Caveats, language: Language) -> str:
    assert lesson.prediction is not None, "the text is predicted"
    share = lesson.prediction.decision(explanation.head).top_probability
    found = [explanation, caveats.probability]
    rows = [
        (say("learn_measure_odds", language), _strongest(explanation, language)),
        (say("learn_measure_probability", language), _strongest(caveats.probability, language, score_points)),
    ]
    text = paragraph(
        "learn_full_sure" if share >= SURE else "learn_full_unsure",
        language,
        percent=percent(share, language),
        **({} if share >= SURE else {"limit": percent(SURE, language)}),
    )
    return _section(
        "full",
        language,
        text
        + _table(("learn_column_measure", "learn_column_top"), rows, language)
        + _verdict(same_or_not(found), language)
        + _without_strongest(explanation, caveats, share, language),
    )


def _without_strongest(explanation: Explanation, caveats: Caveats, share: float, language: Language) -> str:
    if caveats.top is None or caveats.without_top is None:
        return ""
    head = explanation.head
    without = caveats.without_top.probabilities.of(head)[LABELS[head].index(explanation.label)]
    fallen = caveats.without_top.changes[head].measured
    return paragraph(
        "learn_without",
        language,
        word=explanation.words[caveats.top].text,
        odds=decimal(explanation.score, language),
        odds_without=decimal(explanation.score - fallen, language),
        share=percent(share, language),
        share_without=percent(without, language),
    )


def score_points(value: float, language: Language) -> str:
    """Format a contribution to a probability in percent, such as ``+19 %``; small ones with one decimal."""
    hundred = 100 * value
    digits = 0 if abs(hundred) >= 9.5 else 1
    text = f"{hundred:+.{digits}f}".replace("-", "\u2212")
    return (
        localize_digits(text if float(f"{hundred:.{digits}f}") else f"+{0:.{digits}f}", language) + "\u00a0%"
    )


def same_or_not(found: Sequence[Explanation]) -> str:
    """Message key for the agreement of the strongest words of several explanations."""
    tops = [[(index, each.words[index].attribution > 0) for index in strongest_words(each)] for each in found]
    first = tops[0]
    if not first:
        return "learn_no_words"
    if all(top == first for top in tops):
        return "learn_same_order"
    if all({index for index, _ in top} == {index for index, _ in first} for top in tops):
        return "learn_same_words"
    if all(top[0] == first[0] for top in tops):
        return "learn_same_first"
    return "learn_not_same"


def agreement_in_words(tau: float) -> str:
    """Message key for a rank agreement, -1 to 1."""
    return next(key for least, key in _AGREEMENT if tau >= least)


def _verdict(key: str, language: Language, **values: str) -> str:
    return f'<p class="fact" data-verdict="{key}">{escape(say(key, language, **values))}</p>'


def _strongest(explanation: Explanation, language: Language, number: Number = signed) -> str:
    words = [explanation.words[index] for index in strongest_words(explanation)]
    return "".join(
        f'<span class="top"><span lang="bn">{escape(word.text)}</span>'
        f" {escape(number(word.attribution, language))}</span>"
        for word in words
    )


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], language: Language) -> str:
    """Render a table; the first cell of each row is text, the others are HTML."""
    head = "".join(f'<th scope="col">{escape(say(key, language))}</th>' for key in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for name, *cells in rows
    )
    return f'<table class="figures"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
