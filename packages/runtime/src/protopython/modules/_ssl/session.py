"""SSLSession: what a client needs to begin another connection with the same server sooner."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, locked, new_with_shape, try_as, wrap
from protodialect.unsafe import Addr, load32
from protopython.modules._ssl import library as c
from protopython.modules._ssl.arguments import not_deleted
from protopython.modules._ssl.data import CONNECTION, SESSION, W_Connection, W_Session
from protopython.modules._ssl.errors import library_error
from protopython.modules.support.openssl import c_clear_errors
from protopython.modules.support.system_calls import copy_bytes
from protopython.objects.model import errors
from protopython.objects.model.define import add_member, getter, method, setter
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.protocore.collector import count_outside, register_resource
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

SESSION_SIZE: Final[int] = 4096


def session_argument(w: Value) -> W_Session:
    session = try_as(W_Session, w)
    if session is None:
        raise errors.type_error("Value is not a SSLSession.")
    return session


def use_session(s: W_Connection, session: W_Session) -> None:
    if session.context.ctx != s.context.ctx:
        raise errors.value_error("Session refers to a different SSLContext.")
    if s.server:
        raise errors.value_error("Cannot set session for server-side SSLSocket.")
    c_clear_errors()
    with locked(s):
        late = int(c.c_finished(s.ssl)) != 0
        if not late:
            # A copy: OpenSSL changes the session that a connection uses.
            copy = c.c_session_dup(session.session)
            done = copy != 0 and int(c.c_set_session(s.ssl, copy)) != 0
            if copy != 0:
                c.c_session_free(copy)
    if late:
        raise errors.value_error("Cannot set session after handshake.")
    if not done:
        raise library_error()


@getter(CONNECTION, "session", doc="The session; None before there is one.")
def connection_session(self: W_Connection) -> Value:
    with locked(self):
        current = c.c_session(self.ssl)
        copy = 0 if current == 0 else c.c_session_dup(current)
    if current == 0:
        return w_None
    if copy == 0:
        raise library_error()
    session = new_with_shape(W_Session, SESSION.root_shape)
    session.session = copy
    session.context = self.context
    register_resource(session)
    count_outside(SESSION_SIZE)
    return wrap(session)


@setter(CONNECTION, "session")
def connection_set_session(self: W_Connection, w_session: Value) -> Value:
    not_deleted(CONNECTION, "session", w_session)
    use_session(self, session_argument(w_session))
    return w_None


@getter(CONNECTION, "session_reused", doc="Whether the handshake went on from an earlier session.")
def connection_session_reused(self: W_Connection) -> Value:
    with locked(self):
        reused = int(c.c_session_reused(self.ssl)) != 0
    return new_bool(reused)


# --- the type -----------------------------------------------------------------------------------------------------------------


def id_of(session: Addr) -> bytes:
    n = c_malloc(8)
    at = c.c_session_id(session, n)
    data = copy_bytes(at, load32(n))
    c_free(n)
    return data


@getter(SESSION, "id", doc="What the session is known by.")
def session_id(self: W_Session) -> Value:
    return wrap(id_of(self.session))


@getter(SESSION, "time", doc="When it was made, in seconds since 1970.")
def session_time(self: W_Session) -> Value:
    return from_int(c.c_session_time(self.session))


@getter(SESSION, "timeout", doc="For how many seconds it may be used.")
def session_timeout(self: W_Session) -> Value:
    return from_int(c.c_session_timeout(self.session))


@getter(SESSION, "ticket_lifetime_hint", doc="For how many seconds the server says that the ticket may be used.")
def session_hint(self: W_Session) -> Value:
    return from_int(c.c_session_hint(self.session))


@getter(SESSION, "has_ticket", doc="Whether it has a ticket.")
def session_has_ticket(self: W_Session) -> Value:
    return new_bool(int(c.c_session_has_ticket(self.session)) != 0)


@method(SESSION, "__eq__(self, value, /)")
def session_eq(self: W_Session, w_other: Value) -> Value:
    other = try_as(W_Session, w_other)
    return w_NotImplemented if other is None else new_bool(id_of(self.session) == id_of(other.session))


@method(SESSION, "__ne__(self, value, /)")
def session_ne(self: W_Session, w_other: Value) -> Value:
    other = try_as(W_Session, w_other)
    return w_NotImplemented if other is None else new_bool(id_of(self.session) != id_of(other.session))


add_member(SESSION, "__hash__", w_None)
