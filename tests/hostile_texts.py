"""Texts that a stranger might type or upload: of every Unicode block, and of what breaks programs.

The same texts in every run.
"""

from collections.abc import Iterator
from random import Random

# A text for every 256 code points, of every fourth: a block has at least 16. Lone surrogates and what is not
# assigned are among them.
_ROW = 256
N_ROWS = 0x110000 // _ROW
PIECES = (
    *("\0", "\x07", "\x1b[31m", "\r", "\n", "\r\n", "\u2028", "\u2029", "\u0085", "\t", "\xa0", "\u3000"),
    *("\ud800", "\udfff", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "\ufffd", "\ue000"),
    *("\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200f", "\u200b", "\u200c", "\u200d", "\u2060"),
    *("\u0301" * 40, "\u09cd" * 40, "\u20dd", "\u0e49" * 20, "\ufe0f", "\U000e0061", "א", "مرحبا", "ﷺ"),
    *("<script>window.__ran=1</script>", "<img src=x onerror=window.__ran=1>", "<svg onload=window.__ran=1>"),
    *(
        "</textarea>",
        "</style>",
        "</title>",
        "-->",
        "<!--",
        "]]>",
        "<![CDATA[",
        "javascript:alert(1)",
        "<a href=",
    ),
    *('" onfocus=window.__ran=1 autofocus="', "' style='position:fixed", "`", "${window.__ran=1}", "{{7*7}}"),
    *("{% raw %}", "{0.__class__}", "%s%n", "\\", "\\u0000", "&lt;", "&#0;", "&#x202e;", "&amp;" * 20),
    *("=HYPERLINK(1)", "+1", "@SUM(1)", '"', '""', ",", ";", "../../etc/passwd", "C:\\con", "file:///x"),
    *("ভালো", "খারাপ", "র\u200d্যাব", "ক\u09cd" * 30, "া", "েো", "৷", "১২", "ড়", "ড\u09bc", "Avwg", "à¦†à¦®"),
    *(" ", " ", "।", "👩\u200d👩\u200d👧\u200d👦", "🇧🇩", "🏽", "①", "a" * 60, "bhalo", "ক" * 60),
)
# What a text of any length may repeat.
LONG_UNITS = (
    "\u0301",
    "\u202e",
    "\0",
    "<",
    "&#",
    "'",
    "\u09cd",
    "ক",
    " ",
    "ক ",
    "\u200d",
    "😀",
    "{{",
    "<b>",
    "ক\n",
    "à¦",
)


def block_texts() -> Iterator[str]:
    """A text of the characters of each part of Unicode, beside a Bangla word."""
    for row in range(N_ROWS):
        yield "ভালো " + "".join(chr(row * _ROW + place) for place in range(0, _ROW, 4))


def mixed_texts(number: int, longest: int = 30) -> Iterator[str]:
    """Texts put together from pieces that mean something to a browser, a spreadsheet or a shell."""
    random = Random(0)
    for _ in range(number):
        yield "".join(random.choices(PIECES, k=random.randint(1, longest)))


def hostile_texts(number: int) -> list[str]:
    """As many texts: those of every block first, if there is room for all, then mixed ones.

    :param number: At least 16; fewer than 10,000 take a part of each evenly.
    """
    blocks = list(block_texts())
    every = max(1, round(10_000 / number))
    blocks = blocks[::every]
    return [*blocks, *mixed_texts(number - len(blocks))]
