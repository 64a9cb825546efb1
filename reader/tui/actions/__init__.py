"""What the commands of `reader.commands` do: one method `action_...` each, in mixins by subject."""
