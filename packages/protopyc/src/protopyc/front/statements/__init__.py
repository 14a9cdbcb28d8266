"""mypy's statements to IR statements; tables.py says which function writes which kind."""
