"""Rules: logging."""
