"""The page on which a person decides pairs in a browser, offline, and what it says of the groups that they are of."""
