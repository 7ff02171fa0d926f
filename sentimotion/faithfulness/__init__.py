"""Which baseline, eraser and method name the words that a checkpoint depends on."""
