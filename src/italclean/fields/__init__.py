"""The fields of a customer list: what is known of each, its second columns and its families."""
