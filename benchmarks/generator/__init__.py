"""Seeded generator of dirty Italian customer lists with known truth."""
