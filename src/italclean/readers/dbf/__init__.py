"""Tables of dBase, Clipper and FoxPro, which the *gestionali* of DOS kept their customers in.

`layout` says where each field of a record stands, `values` turns the fields of all records into text, `memo` reads the
notes from the file beside, `reader` puts them together. dbfread, the library for it, is of 2016, stops at bad dates and
goes row by row; what is needed is a table of fixed width.
"""
