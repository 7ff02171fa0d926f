"""Warnings of model cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentimotion.assets import ASSETS
from sentimotion.report.card_warnings import CardSection, card_warnings
from tests.sentimotion.text.linear_time import is_linear, seconds

CARD = """---
license: mit
---
# A model

Intro.

## Out-of-Scope Use
- Not for **decisions**
  about people.
* See [this](https://example.org).

| a | table |
|---|---|

## Training
- ten epochs

## Bias, Risks ##

One paragraph
on two lines.

```
## Limits
- in code
```
"""


def test_sections_with_warnings():
    assert card_warnings(CARD) == (
        CardSection("Out-of-Scope Use", ("Not for decisions about people.", "See this.")),
        CardSection("Bias, Risks", ("One paragraph on two lines.",)),
    )


def test_the_card_of_the_embedded_checkpoint():
    sections = card_warnings((ASSETS / "checkpoint" / "README.md").read_text(encoding="utf-8"))
    assert [section.title for section in sections] == ["Out-of-scope use", "Limits"]
    assert any("counting public opinion" in point for point in sections[0].points)


@pytest.mark.parametrize(
    "unit",
    [
        "# limit" + " " * 800 + "b",
        *(
            " ",
            "#",
            "# limit ",
            "[",
            "[](",
            "[a](",
            "]",
            "- ",
            "* limit",
            "**",
            "`",
            "a\n",
            "# limits\n- a\n",
        ),
    ],
)
def test_time_grows_with_the_length(unit):
    assert is_linear(lambda text: card_warnings("# limit\n" + text), unit)
    assert is_linear(lambda text: card_warnings("# limit " + text + "b\n- c"), unit)


def test_a_long_card_does_not_take_long():
    for unit in ("[", "[](", "# limit" + " " * 800 + "b\n", "a\n", "- [\n"):
        assert seconds(card_warnings, ("# limit\n" + unit * 200_000)[:200_000]) < 1.0


@given(st.text(st.sampled_from("#-*` \nLimits|abc"), max_size=200) | st.text(max_size=200))
def test_any_card_is_parsed(markdown):
    for section in card_warnings(markdown):
        assert section.points
