"""Databases in and out: SQLite always, PostgreSQL and MariaDB where the environment says where they are."""
