"""Rules: capacity."""
