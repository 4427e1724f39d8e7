"""Formats that are lists of records: each declares its fields, and one engine reads them all."""
