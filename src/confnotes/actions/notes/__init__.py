"""Create, write, move and delete notes."""
