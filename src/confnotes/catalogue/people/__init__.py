"""Everyone named in programs and notes."""
