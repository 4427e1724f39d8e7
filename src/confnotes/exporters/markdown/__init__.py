"""A summary as Markdown, in one file or a folder."""
