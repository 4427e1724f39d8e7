"""A summary as a web page."""
