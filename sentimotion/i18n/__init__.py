"""All user-visible text, Bangla and English side by side."""
