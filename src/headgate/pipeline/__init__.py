"""The order of the stages: the only place where all of them meet, and the only one that awaits between them.

Read ``serve.py`` first: it is one exchange from top to bottom.
"""
