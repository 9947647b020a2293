"""What is known of mail addresses: several in one cell, and whether their domains take mail."""
