"""One file per revision, named for its number and what it changes."""
