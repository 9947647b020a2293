"""A second list with known truth, from another model than ``benchmarks/generator``: nobody tunes to it.

Here a population lives: households marry, have children, move, change number and provider; firms change form,
name and seat; five sources meet them, each in its own way, and every meeting leaves a row. How many rows an
entity has, what they show and what is wrong with them follows from that, not from a table of shares.
"""
