"""Spreadsheets: the cells as a person saw them, whatever a library makes of them.

`fastexcel` (calamine) reads the cells of every kind of workbook. What it loses is looked for in the file itself, by one
module for each kind (`xlsx`, `ods`, `xls`), each giving the same: a `seen.Seen` of a sheet. `workbooks` puts the two
together.
"""
