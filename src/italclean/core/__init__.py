"""What every cleaner stands on: text, the Cleaner, reference tables, work side by side."""
