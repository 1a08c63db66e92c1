"""Rules: practices."""
