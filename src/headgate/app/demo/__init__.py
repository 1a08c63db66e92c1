"""``headgate up``: everything on one machine, with nothing to prepare.

A simulator of two Azure regions stands where Azure would stand, a sample configuration says how to use them, and the
Headgate that runs on it is the same that ``headgate serve`` runs.
"""
