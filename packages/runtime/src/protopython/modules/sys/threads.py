"""sys: what all threads do at this moment."""

from __future__ import annotations

from protodialect.types import COMPILED, EMPTY, Array, Value, wrap
from protodialect.unsafe import CX_NEXT, CX_THREAD_ID, address_of, load64, object_at
from protopython.engine import unwind
from protopython.modules._thread_locks import thread_ident
from protopython.objects.dict.dict import W_Dict, dict_set, new_dict
from protopython.objects.frame import frame_of
from protopython.objects.frame_methods import hold_stack
from protopython.objects.function.descriptors import empty_as_none
from protopython.objects.model.auditing import audit
from protopython.objects.model.define import function
from protopython.protocore.thread import ProtoContext, context
from protopython.protocore.threads import THREADS, start_others, stop_others
from protopython.protocore.value import from_int, is_empty


class Moment:
    """What threads that run Python code did at one moment; made before it, since nothing can be allocated while the world stands."""

    n: int
    idents: Array[int]
    frames: Array[Value]
    exceptions: Array[Value]

    def __init__(self, room: int) -> None:
        self.n = 0
        self.idents = Array[int](room, 0)
        self.frames = Array[Value](room, EMPTY)
        self.exceptions = Array[Value](room, EMPTY)

    def add(self, thread: ProtoContext, ident: int) -> None:
        w_frame = hold_stack(frame_of(thread))
        if not is_empty(w_frame):
            self.idents[self.n] = ident
            self.frames[self.n] = w_frame
            self.exceptions[self.n] = unwind.handled_exception(thread)
            self.n += 1

    def by_thread(self, values: Array[Value]) -> W_Dict:
        result = new_dict()
        for i in range(self.n):
            dict_set(result, from_int(self.idents[i]), empty_as_none(values[i]))
        return result


def this_moment() -> Moment:
    if COMPILED:
        while True:
            moment = Moment(THREADS.count + 4)
            stop_others()
            enough = THREADS.count <= len(moment.idents)
            at = THREADS.first
            while enough and at != 0:
                thread = object_at(ProtoContext, at)
                if address_of(thread.frame) != 0 and thread.space is context().space:
                    moment.add(thread, load64(at + CX_THREAD_ID))
                at = load64(at + CX_NEXT)
            start_others()
            if enough:
                return moment
    else:
        moment = Moment(1)
        moment.add(context(), thread_ident())
        return moment


@function("sys", "_current_frames()", doc="The innermost frame of each thread, by the thread's number.")
def current_frames() -> Value:
    audit("sys._current_frames")
    moment = this_moment()
    return wrap(moment.by_thread(moment.frames))


@function("sys", "_current_exceptions()", doc="The exception that each thread handles, or None, by the thread's number.")
def current_exceptions() -> Value:
    audit("sys._current_exceptions")
    moment = this_moment()
    return wrap(moment.by_thread(moment.exceptions))
