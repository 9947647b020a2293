"""Reading what a twenty-year-old *gestionale* exported, writing what an import wants."""
