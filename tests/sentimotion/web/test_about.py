"""What the tab About says of a checkpoint."""

from dataclasses import replace

import pytest

from sentimotion.web.about import embedded_card, render_facts
from sentimotion.web.strings import LANGUAGES, say
from tests.sentimotion.web import Shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_embedded_checkpoint(bert_model, language):
    info = replace(bert_model.info, source="embedded", n_parameters=26_000_000)
    shown = Shown(render_facts(info, language))
    for key in ("about_model_embedded", "about_data_text", "about_stored_text", "about_claims_text"):
        assert say(key, language) in shown.text
    assert ("২৬ মিলিয়ন" if language == "bn" else "26 M") in shown.text
    assert "@misc{sentimotion_v1" in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_checkpoints_data_are_its_own_cards_matter(bert_model, language):
    info = replace(bert_model.info, source="<b>owner</b>/name")
    shown = Shown(render_facts(info, language))
    assert "<b>owner</b>/name" in shown.text
    assert say("about_data_text", language) not in shown.text
    assert say("about_model_other", language) in shown.text


def test_the_card_is_whole_but_for_its_head_and_pictures():
    card = embedded_card()
    assert card.lstrip().startswith("## Sentimotion")
    assert "license: cc-by-nc-sa-4.0" not in card
    assert "](reliability" not in card
    for section in ("Data and licenses", "Results", "Robustness", "Limits"):
        assert f"\n### {section}\n" in card
