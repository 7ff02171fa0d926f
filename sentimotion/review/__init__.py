"""Annotator spot checks: a queue of scored texts, decisions that survive anything, figures for the lead."""
