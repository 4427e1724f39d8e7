"""The screen of one note: each module holds one feature, `screen.py` combines them."""
