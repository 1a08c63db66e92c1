"""Policies of API Management: what goes wrong in them, seen without running them."""
