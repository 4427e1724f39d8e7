"""A summary as a book, typeset by typst: what is set is data, the one template is ours."""
