"""What others may see of a vault."""
