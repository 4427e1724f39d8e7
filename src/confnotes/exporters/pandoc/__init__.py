"""Summaries through pandoc, which gets its own document tree and never text to parse."""
