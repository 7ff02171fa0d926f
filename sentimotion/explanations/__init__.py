"""Explanations of a head's score in terms of heads, labels and words, built on ``explain``."""
