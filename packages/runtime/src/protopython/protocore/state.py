"""What the layers above keep in a space and in a thread's context, without protocore naming their classes.

Whoever keeps something derives a class from State and asks, at module level, for a numbered slot; the slots are allotted at
build time. Every space (and every context) starts with one state a slot, so that no two threads can make one each.
Others reach a state through a typed accessor beside the slot:

    class ThreadList(State): ...

    def new_thread_list() -> State:
        return ThreadList()

    THREADS: Final[int] = space_slot(new_thread_list)

    def thread_list() -> ThreadList:
        return cast(ThreadList, context().space.states[THREADS])
"""

from __future__ import annotations

from collections.abc import Callable

from protodialect.types import Array


class State:
    """Root of what is kept in a slot."""


SPACE_SLOTS: list[Callable[[], State]] = []
"""By slot, what makes the state of a new space."""
CONTEXT_SLOTS: list[Callable[[], State]] = []


def space_slot(make: Callable[[], State]) -> int:
    """Module level only: a slot in every space."""
    SPACE_SLOTS.append(make)
    return len(SPACE_SLOTS) - 1


def context_slot(make: Callable[[], State]) -> int:
    """Module level only: a slot in every thread's context."""
    CONTEXT_SLOTS.append(make)
    return len(CONTEXT_SLOTS) - 1


def new_states(slots: list[Callable[[], State]]) -> Array[State]:
    states = Array[State](len(slots), State())
    for i in range(len(slots)):
        make = slots[i]
        states[i] = make()
    return states
