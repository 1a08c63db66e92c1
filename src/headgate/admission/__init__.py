"""May they, now: limits per use case, taken as holds and settled exactly once."""
