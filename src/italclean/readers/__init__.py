"""Reading what a twenty-year-old *gestionale* exported: files as text, frames as they are."""
