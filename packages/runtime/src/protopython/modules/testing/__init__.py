"""Native modules that only CPython's tests ask for: in development builds only (all_modules.py)."""
