"""Rules: gate."""
