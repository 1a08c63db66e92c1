"""Headgate: the open-source production layer for Azure OpenAI and OpenAI-compatible models.

Importing this package loads nothing else; each part is imported where it is used.
"""

__version__ = "0.1.0"
