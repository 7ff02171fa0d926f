"""The opinion report: one HTML file made from scored rows."""
