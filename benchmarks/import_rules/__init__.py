"""What the target systems take, as their makers' pages say it, and how a file is held against that.

It stands apart from the library on purpose: a check that shared code or tables with what it checks would share its
mistakes.
"""
