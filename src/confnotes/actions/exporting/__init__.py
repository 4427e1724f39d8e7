"""Export: choose a format and write the files."""
