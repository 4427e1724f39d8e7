"""JSON of virtual conference sites."""
