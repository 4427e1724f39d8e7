"""What screens are made of; widgets post messages, screens decide."""
