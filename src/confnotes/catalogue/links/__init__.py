"""Resolve links and find backlinks."""
