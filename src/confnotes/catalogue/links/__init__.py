"""Where links lead, and who links here."""
