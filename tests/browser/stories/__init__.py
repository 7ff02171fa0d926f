"""Stories: one visit after the other on one page, in either language."""
