"""Data of small sites of conferences, workshops and seminars: YAML tables, settings, pages with fields."""
