"""What stands in Latin letters in Bangla sentences too: names of formats and licenses, and a few others."""

import re

LATIN_NAMES = (
    *("Sentimotion", "Sundararajan", "F1"),
    *("CSV", "TSV", "XLSX", "JSON", "JSONL", "Parquet", "PNG", "SVG", "UTF-8"),
    *("CC BY-NC-SA 4.0", "Apache 2.0"),
    # A column of a scored file, and the word that a command takes.
    *("“error”", "(seed)"),
)


def without_names(text, *more):
    """A text less these names, and more of them; a part of a longer word is no name."""
    names = "|".join(map(re.escape, (*LATIN_NAMES, *more)))
    return re.sub(rf"(?<![A-Za-z0-9])(?:{names})(?![A-Za-z0-9])", "", text)
