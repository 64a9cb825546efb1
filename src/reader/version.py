"""The version of the program, alone: everyone may ask for it, and it needs nothing."""

__version__ = "0.1.0"
