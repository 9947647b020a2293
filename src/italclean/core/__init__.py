"""What every cleaner stands on: outcomes, the issue catalogue, text, check characters, reference tables."""
