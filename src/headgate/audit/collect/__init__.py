"""From files and services to evidence: one collector per kind of source, one file each."""
