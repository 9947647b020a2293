"""Files that a target system takes at the first try: its objects, forms and consent flags, every row checked before."""
