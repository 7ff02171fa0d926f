"""The Analyze tab."""
