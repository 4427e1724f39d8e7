"""Beginning, writing and moving notes."""
