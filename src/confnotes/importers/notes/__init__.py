"""Notes that somebody took at a conference: talks with notes."""
