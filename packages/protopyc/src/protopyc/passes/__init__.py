"""IR to IR. The table of passes and their order is in passes/table.py."""
