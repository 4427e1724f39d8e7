"""Everybody whom programs and notes name."""
