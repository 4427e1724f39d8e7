"""The hall of posters, and the card of one of them."""
