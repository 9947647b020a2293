"""How good the customers are: a crosswalk held against what a person knows."""
