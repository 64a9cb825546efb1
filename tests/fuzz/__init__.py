"""Hostile input made by chance: `python -m tests.fuzz --seconds 60`."""
