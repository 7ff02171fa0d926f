"""Per-visitor state, background work and event ordering."""
