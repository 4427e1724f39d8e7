"""What may follow what is being typed."""
