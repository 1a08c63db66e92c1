"""The history of the ledger's tables: one file in ``versions`` per change."""
