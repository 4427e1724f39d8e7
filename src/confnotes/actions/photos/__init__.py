"""Photos placed into notes."""
