"""Pictures and sound: what those that are sent in hold, and ones to answer with."""
