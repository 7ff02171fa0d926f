"""What the tab About says of a checkpoint."""

import re
from dataclasses import replace

import pytest

from sentimotion.assets import ASSETS
from sentimotion.i18n.messages import LABEL_NAMES, LANGUAGES, STRINGS, head_name, label_name, percent, say
from sentimotion.labels import HEADS, LABELS
from sentimotion.web import about_tab
from sentimotion.web.about_tab import N_RULES, PAGE, embedded_card, render_card, render_facts
from tests.sentimotion.web import Shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_embedded_checkpoint(bert_model, language):
    info = replace(bert_model.info, source="embedded", n_parameters=26_000_000)
    shown = Shown(render_facts(info, "cpu", "float32", language))
    for key in ("about_model_embedded", "about_data_text", "about_stored_text", "about_claims_text"):
        assert say(key, language) in shown.text
    assert ("২৬ মিলিয়ন" if language == "bn" else "26 M") in shown.text
    assert "@misc{sentimotion_v1" in shown.text
    assert "SENTIMOTION_MODEL=arafatfahim/sentimotion python app.py" in shown.text
    assert "CPU, float32" in shown.text
    assert say("about_limits_text", language) in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_each_label_what_it_means(bert_model, language):
    shown = Shown(render_facts(replace(bert_model.info, source="embedded"), "cpu", "float32", language))
    cells = [text for (tag, _), text in zip(shown.elements, shown.texts, strict=True) if tag in ("th", "td")]
    for head in HEADS:
        start = cells.index(head_name(head, language)) + 1
        expected = [(label_name(label, language), f"meaning_{head}_{label}") for label in LABELS[head]]
        row = iter(cells[start:])
        assert [(next(row), next(row)) for _ in expected] == [
            (label, say(meaning, language)) for label, meaning in expected
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_and_how_the_labels_came_about(bert_model, language):
    shown = Shown(render_facts(replace(bert_model.info, source="embedded"), "cpu", "float32", language))
    rules = [text for (tag, _), text in zip(shown.elements, shown.texts, strict=True) if tag == "li"]
    assert len(rules) == N_RULES == len([key for key in STRINGS if key.startswith("rule_")])
    names = {label: label_name(label, language) for label in LABEL_NAMES}
    assert rules == [say(f"rule_{number}", language, **names) for number in range(1, N_RULES + 1)]
    labels = {text for (tag, _), text in zip(shown.elements, shown.texts, strict=True) if tag == "b"}
    assert labels == set(names.values())
    for share in (0.61, 0.65):
        assert percent(share, language) in shown.text
    human = "No human annotator" if language == "en" else "কোনো মানুষ এখনো লেবেলগুলো যাচাই করেননি"
    assert human in shown.text
    assert PAGE in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guideline_is_the_embedded_checkpoints_alone(bert_model, language):
    assert (
        say("guideline", language)
        not in Shown(render_facts(bert_model.info, "cpu", "float32", language)).text
    )


def test_the_page_of_the_repository_has_the_same_rules_and_figures():
    page = (ASSETS.parent / PAGE).read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^(\d+)\. ", page, re.MULTILINE)] == [
        *range(1, N_RULES + 1)
    ]
    for head in HEADS:
        rows = re.findall(r"^\| ([a-z/]+)(?: \(`[a-z_]+`\))? \| [A-Z]", page, re.MULTILINE)
        assert {label_name(label, "en") for label in LABELS[head]} <= set(rows)
    flat = " ".join(page.split())
    assert "No human annotator has confirmed the labels yet" in flat
    assert "agree in 61% (sentiment) and 65% (emotion) of the cases" in flat


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_checkpoints_data_are_its_own_cards_matter(bert_model, language):
    info = replace(bert_model.info, source="<b>owner</b>/name")
    shown = Shown(render_facts(info, "cpu", "float32", language))
    assert "<b>owner</b>/name" in shown.text
    assert say("about_data_text", language) not in shown.text
    assert say("about_model_other", language) in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_version_stands_beside_the_source(bert_model, language):
    without = Shown(render_facts(bert_model.info, "cpu", "float32", language))
    assert say("about_version", language) not in without.texts
    version = "v1 <img src=x onerror=alert(1)>"
    shown = Shown(
        render_facts(replace(bert_model.info, checkpoint_version=version), "cpu", "float32", language)
    )
    assert shown.texts[shown.texts.index(say("about_version", language)) + 2] == version
    assert "img" not in [tag for tag, _ in shown.elements]


def test_the_card_is_whole_but_for_its_head_and_pictures():
    card = embedded_card()
    assert card.lstrip().startswith("## Sentimotion")
    assert "license: cc-by-nc-sa-4.0" not in card
    assert "](reliability" not in card
    for section in ("Data, labels and licenses", "Results", "Robustness", "Limits"):
        assert f"\n### {section}\n" in card


def test_the_card_is_english_on_each_page_and_holds_no_markup_of_its_own(monkeypatch):
    monkeypatch.setattr(
        about_tab,
        "embedded_card",
        lambda: "## Name\n\n| a | b |\n|-|-|\n| <img src=x> | [x](javascript:y) |\n",
    )
    shown = Shown(render_card("bn"))
    assert [tag for tag, _ in shown.elements] == [
        *("details", "summary", "div", "h2", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td")
    ]
    assert [attributes.get("lang") for tag, attributes in shown.elements if tag in ("details", "div")] == [
        "bn",
        "en",
    ]
    assert say("about_card", "bn") in shown.texts
    assert "<img src=x>" in shown.texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_whether_the_baseline_was_measured_is_said(bert_model, electra_model, language):
    """The config of the one names it, that of the other, made elsewhere, does not."""
    measured = Shown(render_facts(bert_model.info, "cpu", "float32", language))
    assert (bert_model.info.baseline, measured.texts_of("baseline")) == ("mask", [])
    (sentence,) = Shown(render_facts(electra_model.info, "cpu", "float32", language)).texts_of("baseline")
    assert electra_model.info.baseline is None
    assert f"sentimotion faithfulness {electra_model.info.source} --texts FILE" in sentence
