"""Which ciphers may be used.

A handshake reads its context's list without a lock, and OpenSSL frees that list when another is set. So the context's own list stays as it
is once there was a connection; what is set afterwards is kept by its names, and each new connection gets a list of its own.
"""

from __future__ import annotations

from protodialect.types import locked
from protodialect.unsafe import Addr
from protopython.modules._ssl import library as c
from protopython.modules._ssl.data import W_Connection, W_Context
from protopython.modules.support.system_calls import c_copy
from protopython.protocore.os import c_free


def new_ssl(context: W_Context) -> Addr:
    """OpenSSL's part of a new connection; 0: it failed."""
    with locked(context):
        context.has_connections = True
        ssl = c.c_new(context.ctx)
        if ssl != 0:
            give_ciphers(context, ssl)
    return ssl


def change_context(s: W_Connection, context: W_Context) -> None:
    """The connection's lock is held."""
    s.context = context
    with locked(context):
        context.has_connections = True
        c.c_set_ctx(s.ssl, context.ctx)
        give_ciphers(context, s.ssl)


def give_ciphers(context: W_Context, ssl: Addr) -> None:
    if len(context.ciphers) > 0:
        at = c_copy(context.ciphers)
        c.c_set_ciphers(ssl, at)
        c_free(at)


def set_ciphers(context: W_Context, names: bytes) -> bool:
    """False: no cipher is meant."""
    at = c_copy(names)
    with locked(context):
        if not context.has_connections:
            done = int(c.c_ctx_set_ciphers(context.ctx, at)) != 0
        else:
            ssl = c.c_new(context.ctx)
            done = ssl != 0 and int(c.c_set_ciphers(ssl, at)) != 0
            c.c_free(ssl)
            if done:
                context.ciphers = names
    c_free(at)
    return done
