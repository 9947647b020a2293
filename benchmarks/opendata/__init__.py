"""Customer lists of known identity, made from public open data."""
