"""The search index of a vault: keep it up to date, and query it."""
