"""From a vault to a summary, and to its file."""
