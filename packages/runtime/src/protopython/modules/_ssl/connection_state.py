"""_SSLSocket: what a connection tells of itself and of the other end."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, locked, try_as, wrap
from protodialect.unsafe import load32, load64, store32, store64
from protopython.modules._ssl import library as c
from protopython.modules._ssl.arguments import c_text, not_deleted
from protopython.modules._ssl.callbacks import message_address
from protopython.modules._ssl.certificates import certificate_list, decode, der_bytes, new_certificate, stack_size, utf8
from protopython.modules._ssl.cipher_lists import change_context
from protopython.modules._ssl.ciphers import cipher_tuple, text_value
from protopython.modules._ssl.constants import VERIFY_PEER
from protopython.modules._ssl.data import CONNECTION, W_Connection, W_Context
from protopython.modules.support.openssl import c_short_name
from protopython.modules.support.system_calls import copy_bytes
from protopython.objects.dict.dict import new_dict
from protopython.objects.list.list import list_append, list_insert, new_list
from protopython.objects.model import errors
from protopython.objects.model.call import call0, call1
from protopython.objects.model.define import getter, method, setter
from protopython.objects.model.operations import is_true
from protopython.objects.singletons import new_bool, w_None
from protopython.objects.weakref.weakref import REFERENCE
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import same

FINISH_ROOM: Final[int] = 128


@method(CONNECTION, "version(self, /)", doc="The protocol, as 'TLSv1.3'; None before the handshake.")
def connection_version(self: W_Connection) -> Value:
    with locked(self):
        return text_value(c.c_version(self.ssl)) if int(c.c_finished(self.ssl)) != 0 else w_None


@method(CONNECTION, "cipher(self, /)", doc="The cipher in use: (name, protocol, bits), or None.")
def connection_cipher(self: W_Connection) -> Value:
    with locked(self):
        cipher = c.c_current_cipher(self.ssl)
        return w_None if cipher == 0 else cipher_tuple(cipher)


@method(CONNECTION, "shared_ciphers(self, /)", doc="For a server, the ciphers that both ends have; None for a client.")
def connection_shared_ciphers(self: W_Connection) -> Value:
    with locked(self):
        own = c.c_ciphers(self.ssl)
        others = c.c_client_ciphers(self.ssl)
        if own == 0 or others == 0:
            return w_None
        result = new_list()
        for i in range(stack_size(own)):
            cipher = c.c_stack_item(own, i32(i))
            for k in range(stack_size(others)):
                if int(c.c_cipher_id(cipher)) == int(c.c_cipher_id(c.c_stack_item(others, i32(k)))):
                    list_append(result, cipher_tuple(cipher))
                    break
        return wrap(result)


@method(CONNECTION, "compression(self, /)", doc="The method of compression, or None.")
def connection_compression(self: W_Connection) -> Value:
    with locked(self):
        method = c.c_current_compression(self.ssl)
        kind = 0 if method == 0 else int(c.c_compression_type(method))
    return w_None if kind == 0 else text_value(c_short_name(i32(kind)))


@method(CONNECTION, "selected_alpn_protocol(self, /)", doc="The protocol that both ends agreed on by ALPN, or None.")
def connection_alpn(self: W_Connection) -> Value:
    room = c_malloc(16)
    store64(room, 0)
    store32(room + 8, 0)
    with locked(self):
        c.c_alpn_selected(self.ssl, room, room + 8)
        name = b"" if load64(room) == 0 else copy_bytes(load64(room), load32(room + 8))
        found = load64(room) != 0
    c_free(room)
    return wrap(utf8(name)) if found else w_None


# --- the other end's certificate -----------------------------------------------------------------------------------------------


@method(
    CONNECTION,
    "getpeercert(self, der=False, /)",
    doc="The other end's certificate: as bytes if der is true, else as a dict, which is empty where the certificate was not verified.\n"
    "None: it has sent none.",
)
def connection_getpeercert(self: W_Connection, w_der: Value) -> Value:
    der = is_true(w_der)
    certificate = 0
    with locked(self):
        finished = int(c.c_finished(self.ssl)) != 0
        if finished:
            certificate = c.c_peer_certificate(self.ssl)
        verified = int(c.c_ctx_verify_mode(self.context.ctx)) & VERIFY_PEER != 0
    if not finished:
        raise errors.value_error("handshake not done yet")
    if certificate == 0:
        return w_None
    try:
        if der:
            return wrap(der_bytes(certificate))
        return decode(certificate) if verified else wrap(new_dict())
    finally:
        c.c_certificate_free(certificate)


@method(CONNECTION, "get_verified_chain(self, /)", doc="The certificates from the other end's to one that is trusted; None: not verified.")
def connection_verified_chain(self: W_Connection) -> Value:
    with locked(self):
        chain = c.c_verified_chain(self.ssl)
        return w_None if chain == 0 else wrap(certificate_list(chain))


@method(CONNECTION, "get_unverified_chain(self, /)", doc="The certificates that the other end has sent; None: none.")
def connection_unverified_chain(self: W_Connection) -> Value:
    with locked(self):
        chain = c.c_peer_chain(self.ssl)
        # OpenSSL leaves out a client's own certificate, which alone is left in a resumed session.
        certificate = c.c_peer_certificate(self.ssl) if self.server else 0
        if chain == 0 and certificate == 0:
            return w_None
        result = certificate_list(chain)
        if certificate != 0:
            list_insert(result, 0, new_certificate(certificate))
        return wrap(result)


@method(CONNECTION, "get_channel_binding(self, /, cb_type='tls-unique')", doc="Bytes that only the two ends of this connection know; None before.")
def connection_channel_binding(self: W_Connection, w_kind: Value) -> Value:
    kind = c_text(w_kind, "get_channel_binding() argument 'cb_type'")
    if kind != b"tls-unique":
        raise errors.value_error(f"'{utf8(kind)}' channel binding type not implemented")
    out = c_malloc(FINISH_ROOM)
    with locked(self):
        # The first message of the handshake that is called Finished: the client's, but the server's in a resumed session.
        own = (int(c.c_session_reused(self.ssl)) != 0) == self.server
        n = c.c_own_finish(self.ssl, out, FINISH_ROOM) if own else c.c_peer_finish(self.ssl, out, FINISH_ROOM)
    data = copy_bytes(out, min(n, FINISH_ROOM))
    c_free(out)
    return w_None if n == 0 else wrap(data)


# --- attributes ---------------------------------------------------------------------------------------------------------------------


@getter(CONNECTION, "context", doc="The context; a server's sni_callback may set another.")
def connection_context(self: W_Connection) -> Value:
    return wrap(self.context)


@setter(CONNECTION, "context")
def connection_set_context(self: W_Connection, w_context: Value) -> Value:
    not_deleted(CONNECTION, "context", w_context)
    context = try_as(W_Context, w_context)
    if context is None:
        raise errors.type_error("The value must be a SSLContext")
    with locked(self):
        change_context(self, context)
        c.c_set_message(self.ssl, message_address(context))
    return w_None


@getter(CONNECTION, "server_side", doc="Whether this is the server's end.")
def connection_server_side(self: W_Connection) -> Value:
    return new_bool(self.server)


@getter(CONNECTION, "server_hostname", doc="The name of the server that the client asks for.")
def connection_server_hostname(self: W_Connection) -> Value:
    return self.w_server_name


@getter(CONNECTION, "owner", doc="The object that callbacks get for this one; None: it is gone, or there is none.")
def connection_owner(self: W_Connection) -> Value:
    return w_None if same(self.w_owner, w_None) else call0(self.w_owner)


@setter(CONNECTION, "owner")
def connection_set_owner(self: W_Connection, w_owner: Value) -> Value:
    not_deleted(CONNECTION, "owner", w_owner)
    self.w_owner = call1(wrap(REFERENCE), w_owner)
    return w_None
