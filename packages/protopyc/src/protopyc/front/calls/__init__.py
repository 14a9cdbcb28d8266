"""Calls: of the program's functions and classes, of the dialect's names, of methods of built-in types."""
