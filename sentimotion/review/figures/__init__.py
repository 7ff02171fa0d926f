"""What the answers say: agreement, confusion, thresholds."""
