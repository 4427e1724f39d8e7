"""The list of posters, and the card of one poster."""
