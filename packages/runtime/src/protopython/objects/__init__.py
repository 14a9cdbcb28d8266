"""The built-in types: what they share is in model/, then a file or a folder for each.

Loading operations first makes the import cycles between the files resolve the same way whoever starts."""

from protopython.objects.model import operations

__all__ = ["operations"]
