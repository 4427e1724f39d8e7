"""What single facts look like in a source: a date, a time, a zone, a person, a place, a room, a link, a kind."""
