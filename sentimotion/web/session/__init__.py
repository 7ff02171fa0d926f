"""A visitor's work, kept in order."""
