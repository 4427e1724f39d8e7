"""The index kept true, and asked."""
