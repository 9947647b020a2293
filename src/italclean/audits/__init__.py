"""Two systems held against each other, nothing merged: whom each of them knows, and whether they say the same."""
