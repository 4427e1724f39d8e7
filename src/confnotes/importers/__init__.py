"""Bytes to a Program: one format a file."""
