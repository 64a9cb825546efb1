"""The screens: they hold the state, talk to the library, and hand the panes what to draw."""
