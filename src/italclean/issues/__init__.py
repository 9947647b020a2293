"""What can be said about a value: the registry of issues, and the verdict on one value."""
