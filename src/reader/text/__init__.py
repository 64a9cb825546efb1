"""Pure functions on text: safety, LaTeX to Unicode, line breaking, widths, sentences. No state, no input or output.

Called by every layer above; imports nothing of the project.
"""
