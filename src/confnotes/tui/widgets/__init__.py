"""The widgets of screens; they post messages, screens decide."""
