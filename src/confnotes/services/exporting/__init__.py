"""Exports: a summary set in a form, written to a file, shown before, remembered."""
