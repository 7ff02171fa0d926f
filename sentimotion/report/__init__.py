"""The opinion report: from scored rows to one HTML file."""
