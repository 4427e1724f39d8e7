"""Details and marks of papers."""
