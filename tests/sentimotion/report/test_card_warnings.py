"""Warnings of model cards."""

from hypothesis import given
from hypothesis import strategies as st

from sentimotion.assets import ASSETS
from sentimotion.report.card_warnings import CardSection, card_warnings

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


@given(st.text(st.sampled_from("#-*` \nLimits|abc"), max_size=200) | st.text(max_size=200))
def test_any_card_is_parsed(markdown):
    for section in card_warnings(markdown):
        assert section.points
