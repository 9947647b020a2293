"""One cleaner, one module, one test module, one page of the docs."""
