"""Pictures of a summary, as inline SVG: its days as a timeline, what it was about, how much of each track was seen."""
