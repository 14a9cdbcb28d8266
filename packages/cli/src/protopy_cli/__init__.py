"""The `protopy` command: arguments, the prompt, exit statuses."""
