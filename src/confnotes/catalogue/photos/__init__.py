"""Assign photos to notes."""
