"""What is known of streets and of the lines of an address."""
