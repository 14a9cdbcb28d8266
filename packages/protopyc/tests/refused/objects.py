"""Objects that Python code may meet have a class of Python."""

from protopython.protocore.object import W_Object


class W_Lost(W_Object):
    x: int


def main() -> int:
    lost = W_Lost()  # error: Python code may meet a W_Lost
    return lost.x
