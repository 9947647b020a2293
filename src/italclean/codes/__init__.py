"""What is known of Italian codes: their letters, their check characters, where they stand in a text."""
