"""What the programs say now."""
