"""The objects of the module _ssl, and what a thread is at work on.

    W_Context       an SSL_CTX: settings, certificates, callbacks
    W_Connection    an SSL, one end of a connection; its transport is a socket, or two W_MemoryBio
    W_MemoryBio     bytes on their way from or to a connection whose transport the program moves itself
    W_Session       an SSL_SESSION, with which a later connection may begin sooner
    W_Certificate   an X509

OpenSSL's objects are used under the lock of ours, or alone. C code cannot be handed our objects; a callback finds them in Work, which says for
each thread whose connection it is driving. Callbacks of Python run in the middle of that, so a connection is busy then: it refuses to be driven
again from within.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import EMPTY, Value, i32, races
from protodialect.unsafe import Addr
from protopython.modules._ssl import library as c
from protopython.modules._ssl.constants import MODULE
from protopython.modules.support.system_calls import c_close
from protopython.objects.model.define import OBJECT, constant, define_type
from protopython.protocore.object import TypeFlags, W_Object, W_Resource
from protopython.protocore.os import c_free
from protopython.protocore.state import State, context_slot
from protopython.protocore.thread import context
from protopython.protocore.threads import Mutex


class W_Context(W_Resource):
    ctx: Addr
    protocol: int
    check_hostname: bool
    host_flags: int
    post_handshake_auth: bool
    w_server_name: Value
    """Callbacks of Python; None: none."""
    w_message: Value
    w_psk_client: Value
    w_psk_server: Value
    w_keylog_name: Value
    keylog: KeyLog | None
    has_connections: bool
    """Then its list of ciphers is not changed any more (cipher_lists.py)."""
    ciphers: bytes
    """Names of those that new connections get instead; b"": none."""
    offer: Addr
    """Where the address is of the list of protocols that a server chooses from by ALPN, 0 there: none. Handshakes read it without a lock."""
    offers: list[Addr]
    """All lists that were to be chosen from: connections may still be reading earlier ones."""

    def give_back(self) -> None:
        c.c_ctx_free(self.ctx)
        self.ctx = 0
        c_free(self.offer)
        self.offer = 0
        for at in self.offers:
            c_free(at)
        self.offers = []


class KeyLog(W_Resource):
    """A file that secrets are written to; closed when nobody has it any more."""

    fd: int

    def give_back(self) -> None:
        c_close(i32(self.fd))
        self.fd = -1


class W_MemoryBio(W_Object):
    """Under its lock."""

    chunks: list[bytes]
    first: int
    """The first of them that was not read; of it, `offset` bytes were."""
    offset: int
    size: int
    """Bytes to be read."""
    ended: bool
    """Nothing more will be written."""


@races(owner="only the thread itself stores its own number, so that to others it is any other number")
class Turn:
    """Of the threads that read from, or write to, one connection whose socket waits: one call at a time, since one that is cut short by another
    leaves half a record with OpenSSL, or data there that no poll tells of."""

    mutex: Mutex
    owner: int
    """The thread whose turn it is; -1: none's."""

    def __init__(self) -> None:
        self.mutex = Mutex()
        self.owner = -1


class W_Connection(W_Resource):
    ssl: Addr
    count: Addr
    """Eight bytes for OpenSSL to tell how many bytes it read or wrote."""
    context: W_Context
    server: bool
    w_socket: Value
    """A weak reference; EMPTY: there are the two below."""
    incoming: W_MemoryBio | None
    outgoing: W_MemoryBio | None
    w_owner: Value
    """A weak reference, or None."""
    w_server_name: Value
    closing: bool
    """shutdown() has sent its message."""
    busy: bool
    fd: int
    """While it is driven: the socket's descriptor."""
    number: int
    """errno of the transport."""
    w_pending: Value
    """What a callback raised; EMPTY: nothing."""
    reading: Turn
    writing: Turn

    def give_back(self) -> None:
        c.c_free(self.ssl)
        self.ssl = 0
        c_free(self.count)
        self.count = 0


class W_Session(W_Resource):
    session: Addr
    context: W_Context

    def give_back(self) -> None:
        c.c_session_free(self.session)
        self.session = 0


class W_Certificate(W_Resource):
    certificate: Addr

    def give_back(self) -> None:
        c.c_certificate_free(self.certificate)
        self.certificate = 0


CONTEXT = define_type("_SSLContext", W_Context, OBJECT, module=MODULE)
CONNECTION = define_type("_SSLSocket", W_Connection, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
MEMORY_BIO = define_type("MemoryBIO", W_MemoryBio, OBJECT, module=MODULE, flags=0)
SESSION = define_type("SSLSession", W_Session, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
CERTIFICATE = define_type("Certificate", W_Certificate, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
KEY_LOG = define_type("_KeyLog", KeyLog, OBJECT, module=MODULE, flags=TypeFlags.NO_INSTANTIATE)
constant(MODULE, "_SSLContext", CONTEXT)
constant(MODULE, "_SSLSocket", CONNECTION)
constant(MODULE, "MemoryBIO", MEMORY_BIO)
constant(MODULE, "SSLSession", SESSION)
constant(MODULE, "Certificate", CERTIFICATE)


class Password:
    """What load_cert_chain was given, for the callback that OpenSSL asks."""

    w_callable: Value
    """EMPTY: the text is known."""
    text: bytes
    w_error: Value
    """What the callable raised; EMPTY: nothing."""

    def __init__(self, w_callable: Value, text: bytes) -> None:
        self.w_callable = w_callable
        self.text = text
        self.w_error = EMPTY


class Work(State):
    """Of a thread."""

    connection: W_Connection | None
    password: Password | None


def new_work() -> State:
    return Work()


WORK: Final[int] = context_slot(new_work)


def work() -> Work:
    return cast(Work, context().states[WORK])
