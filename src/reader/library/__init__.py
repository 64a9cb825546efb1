"""The library: the one facade that both front ends use to open, sync, search, read, mark and export.

Knows: how sources, stores, index and exports work together. Must not know: terminals, widgets, argument parsing.
Called by: `reader.cli` and `reader.tui`.
"""
