"""Rename notes, headings and people, with all links to them."""
