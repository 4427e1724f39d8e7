"""What is asked of the network, and only when somebody asks."""
