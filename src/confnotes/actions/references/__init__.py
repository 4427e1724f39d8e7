"""Fetch titles and check links of web references."""
