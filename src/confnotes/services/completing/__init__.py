"""What may be meant while somebody types."""
