"""Notes that somebody took at a conference: talks and what was written about them."""
