"""The books: the journal is posted into SQL tables exactly once, and reports read these.

``open_ledger`` opens (and makes or migrates) the tables; ``Poster`` moves the journal into them; ``reports`` and
``history`` read them. The way of a line: ``journal_files`` finds it, ``batch`` decodes it, ``rows`` prices it,
``poster`` writes it and the read position in one transaction, ``recovery`` closes what a dead worker left open,
``housekeeping`` deletes files that are wholly posted.
"""

from headgate.ledger.poster import Posted, Poster, Sink
from headgate.ledger.store import Ledger, LedgerError, open_ledger

__all__ = ["Ledger", "LedgerError", "Posted", "Poster", "Sink", "open_ledger"]
