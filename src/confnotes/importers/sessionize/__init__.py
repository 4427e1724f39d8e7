"""JSON of Sessionize."""
