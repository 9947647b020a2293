"""Databases: their addresses, and PostgreSQL, MariaDB and SQLite behind one protocol, read as text and written whole.

`address.py` knows how a database is addressed and what of it may be shown, `base.py` what is asked of each of them, and
`opening.py` finds the module of one.
"""
