"""A summary as a book, typeset by typst from data with a fixed template."""
