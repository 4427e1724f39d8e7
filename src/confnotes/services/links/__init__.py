"""What links mean, who links where, and other names."""
