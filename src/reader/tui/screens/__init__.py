"""The reading screen: its frame, how a state is drawn into it, and what lies outside it."""
