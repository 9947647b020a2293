"""What is known of telephone numbers: the numbering plan, and several in one cell."""
