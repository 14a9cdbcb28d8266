"""mypy's expressions to IR expressions; tables.py says which function writes which kind."""
