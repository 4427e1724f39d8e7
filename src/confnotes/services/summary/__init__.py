"""From a vault to a summary."""
