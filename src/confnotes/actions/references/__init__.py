"""What the network says of addresses."""
