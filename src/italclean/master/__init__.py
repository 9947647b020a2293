"""A list that is kept: rows are added to it, customers parted, persons removed, and what is known of it is told."""
