"""The one exception of the build stage."""

from __future__ import annotations


class BuildError(Exception):
    """The native build cannot go on; the text tells the user why and what to do."""
