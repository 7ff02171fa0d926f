"""Figures computed from verdicts: agreement, confusion, thresholds."""
