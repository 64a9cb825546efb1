"""The panes: they draw what is visible of what they were handed, and never fetch anything themselves."""
