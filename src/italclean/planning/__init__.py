"""What a header and a column's values tell of the role of the column."""
