"""Customers: the clusters of rows, their golden records, contacts and consents, and what a person decided."""
