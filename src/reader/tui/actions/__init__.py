"""What the commands of `reader.commands` do: one function of a `Stage` each, by subject; `table` has them all."""
