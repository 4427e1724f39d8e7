"""A summary as a page for browsers."""
