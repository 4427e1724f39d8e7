"""Everybody whom a program or a note names."""
