"""In which form a summary goes out, and where to."""
