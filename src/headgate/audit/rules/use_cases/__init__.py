"""Rules: use_cases."""
