"""Photos beside the lines they belong to."""
