"""Recognition of single facts: a date, a time, a zone, a person, a place, a room, a link, a kind."""
