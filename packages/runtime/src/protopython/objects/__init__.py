"""The built-in types, one file each. Loading operations first makes the import cycles between the files resolve the same way whoever starts."""

from protopython.objects import operations

__all__ = ["operations"]
