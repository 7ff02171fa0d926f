"""Words and offsets, tokenization traces, and text quality."""
