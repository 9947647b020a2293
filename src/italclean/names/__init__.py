"""What is known of Italian names: titles, how they are parted and printed."""
