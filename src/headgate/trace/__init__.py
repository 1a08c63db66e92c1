"""What happened: log lines and metrics, made from the journal's records after the fact.

Nothing here runs while an exchange is under way. The control process reads the journal, posts it into the ledger and
then hands the same records to ``log_line`` and ``metrics``; see docs/operations.md for what comes out.
"""
