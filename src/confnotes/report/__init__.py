"""What a summary says: the vault, seen through what its audience may know, as a `Summary`."""
