"""A summary as slides."""
