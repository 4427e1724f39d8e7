"""What small sites of conferences, workshops and seminars keep as data: YAML tables, settings, pages with fields."""
