"""Place photos in notes."""
