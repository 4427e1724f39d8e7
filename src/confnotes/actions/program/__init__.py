"""Marks of talks."""
