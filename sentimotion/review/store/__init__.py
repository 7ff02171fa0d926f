"""Texts, answers and the queue in a database."""
