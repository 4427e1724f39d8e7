"""A summary as a deck of slides."""
