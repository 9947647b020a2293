"""What is known of places: their names, today and in the past, and where they lie."""
