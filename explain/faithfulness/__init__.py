"""Whether the model depends on the words that an explanation names, more than on other words."""
