"""Papers in BibTeX."""
