"""Reading, layering and validating configuration files, and pointing at the mistake.

This package knows no setting itself: it works on any tree of ``msgspec.Struct`` types.
"""
