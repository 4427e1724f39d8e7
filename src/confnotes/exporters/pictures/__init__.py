"""Drawings of a summary as inline SVG: days as a timeline, topics, and coverage by track."""
