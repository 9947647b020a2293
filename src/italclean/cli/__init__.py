"""Argument parsing and progress, nothing else."""
