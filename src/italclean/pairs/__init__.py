"""Pairs of records: which are compared, how alike they are, and what is decided on them."""
