"""What others may know of a vault."""
