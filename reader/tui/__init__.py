"""The screen: the only package that imports textual or rich.

`run.run_screen` is what the command line calls. `screens/main.py` holds the state (`state.ViewState`) and is the only
part that talks to the library; `widgets/` are panes that draw what they are handed and answer with messages; `actions/`
is what the commands of `reader.commands` do; the modules beside this one are pure (what a row, a paper, a card looks
like as lines of styled spans) and are tested without a screen. What a start paints before Textual is imported
(`early_frame`) imports none of it.
"""
