"""From source files to IR: mypy's checked syntax trees, and the host objects that module level has built."""
