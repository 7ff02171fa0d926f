"""Words and their offsets, what the tokenizer did to a text, what looks wrong in it."""
