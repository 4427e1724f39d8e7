"""Folders of recorded talks."""
