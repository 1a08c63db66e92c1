"""Talking to a backend: what is sent on, and what an answer means."""
