"""Runs CPython's own test suite on protopy and says what share of it passes (see command.py)."""
