"""The index of a vault kept true, and asked."""
