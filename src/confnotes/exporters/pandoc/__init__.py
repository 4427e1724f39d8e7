"""Summaries set by pandoc, which is given its own tree and never text to read."""
