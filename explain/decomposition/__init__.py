"""Decomposition of a score through the layers of an encoder."""
