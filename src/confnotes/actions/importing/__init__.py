"""Import programs into a vault."""
