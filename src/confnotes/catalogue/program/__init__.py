"""The current programs."""
