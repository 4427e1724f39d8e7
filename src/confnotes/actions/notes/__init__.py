"""Notes begun, written, moved and deleted."""
