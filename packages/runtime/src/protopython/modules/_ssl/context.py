"""_SSLContext: making one, and its settings. Files it reads are in context_files.py, callbacks in callbacks.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import Value, i32, locked, new_with_shape, wrap
from protodialect.unsafe import Addr, atomic_load64, atomic_store64, c_callback, callback_address, load64, store32, store64
from protopython.modules._ssl import library as c
from protopython.modules._ssl.arguments import c_text, not_deleted, warn
from protopython.modules._ssl.certificates import stack_size
from protopython.modules._ssl.cipher_lists import give_ciphers, set_ciphers
from protopython.modules._ssl.ciphers import cipher_dict
from protopython.modules._ssl.constants import (
    CONTROL_MODE,
    HIGHEST,
    HOST_NO_PARTIAL_WILDCARDS,
    LOWEST,
    OP_ALL,
    OP_CIPHER_SERVER_PREFERENCE,
    OP_NO_COMPRESSION,
    OP_NO_SSL3,
    OP_NO_VERSIONS,
    PROTOCOL_TLS,
    PROTOCOL_TLS1,
    PROTOCOL_TLS1_1,
    PROTOCOL_TLS1_2,
    PROTOCOL_TLS_CLIENT,
    PROTOCOL_TLS_SERVER,
    SSL3_VERSION,
    TLS1_1_VERSION,
    TLS1_2_VERSION,
    TLS1_3_VERSION,
    TLS1_VERSION,
    VERIFY_PEER,
    VERIFY_TRUSTED_FIRST,
)
from protopython.modules._ssl.data import CONTEXT, W_Context, work
from protopython.modules._ssl.distrusted import on_verify
from protopython.modules._ssl.errors import SSL_ERROR, library_error
from protopython.modules.support.openssl import c_clear_errors, put_bytes
from protopython.modules.support.system_calls import c_copy, c_int, fspath_of, path_bytes
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.int.int import int_bit_length, int_low64, int_sign, int_to_i64, is_integer, new_uint
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.buffer import need_bytes
from protopython.objects.model.define import getter, method, new, setter
from protopython.objects.model.operations import index_value, is_true, repr_of
from protopython.objects.model.types import type_name
from protopython.objects.singletons import new_bool, plain, w_None
from protopython.protocore.collector import count_outside, register_new_resource
from protopython.protocore.object import W_Type
from protopython.protocore.os import c_free, c_malloc
from protopython.protocore.value import from_int

VERIFY_FAIL_WITHOUT: Final[int] = 2
CONTEXT_SIZE: Final[int] = 32 << 10
"""With no certificates."""
CERT_REQUIRED: Final[int] = 2

MODE_RELEASE_BUFFERS: Final[int] = 16
CONTROL_SET_LOWEST: Final[int] = 123
CONTROL_SET_HIGHEST: Final[int] = 124
CONTROL_GET_LOWEST: Final[int] = 130
CONTROL_GET_HIGHEST: Final[int] = 131
CONTROL_SET_GROUPS: Final[int] = 91
SESSION_NAME: Final[bytes] = b"Python"
ALPN_NEGOTIATED: Final[int] = 1
ALPN_OK: Final[int] = 0
ALPN_NO_ACKNOWLEDGEMENT: Final[int] = 3
MAX_UNSIGNED: Final[int] = 0xFFFFFFFF


def method_of(protocol: int) -> Addr:
    """0: there is no such protocol."""
    if protocol == PROTOCOL_TLS:
        warn("ssl.PROTOCOL_TLS is deprecated")
        return c.c_tls_method()
    if protocol == PROTOCOL_TLS_CLIENT:
        return c.c_tls_client_method()
    if protocol == PROTOCOL_TLS_SERVER:
        return c.c_tls_server_method()
    if protocol == PROTOCOL_TLS1:
        warn("ssl.PROTOCOL_TLSv1 is deprecated")
        return c.c_tls1_method()
    if protocol == PROTOCOL_TLS1_1:
        warn("ssl.PROTOCOL_TLSv1_1 is deprecated")
        return c.c_tls1_1_method()
    if protocol == PROTOCOL_TLS1_2:
        warn("ssl.PROTOCOL_TLSv1_2 is deprecated")
        return c.c_tls1_2_method()
    return 0


@new(CONTEXT, "(cls, protocol, /)", shown="")
def context_new(cls: W_Type, w_protocol: Value) -> Value:
    protocol = c_int(w_protocol)
    tls = method_of(protocol)
    if tls == 0:
        raise errors.value_error(f"invalid or unsupported protocol version {protocol}")
    c_clear_errors()
    ctx = c.c_ctx_new(tls)
    if ctx == 0:
        raise library_error()
    s = new_with_shape(W_Context, cls.root_shape)
    s.ctx = ctx
    register_new_resource(s, cls)
    count_outside(CONTEXT_SIZE)
    s.protocol = protocol
    s.offer = c_malloc(8)
    store64(s.offer, 0)
    s.offers = []
    s.has_connections = False
    s.ciphers = b""
    s.w_server_name = w_None
    s.w_message = w_None
    s.w_psk_client = w_None
    s.w_psk_server = w_None
    s.w_keylog_name = w_None
    s.host_flags = HOST_NO_PARTIAL_WILDCARDS
    s.check_hostname = protocol == PROTOCOL_TLS_CLIENT
    set_verify_mode(s, CERT_REQUIRED if s.check_hostname else 0)
    c.c_ctx_set_options(ctx, OP_ALL | OP_NO_SSL3 | OP_NO_COMPRESSION | OP_CIPHER_SERVER_PREFERENCE)
    c.c_ctx_ctrl(ctx, i32(CONTROL_MODE), MODE_RELEASE_BUFFERS, 0)
    if protocol != PROTOCOL_TLS_CLIENT:
        # Sessions are a server's to name; a client with a name refuses those that come of a shared key.
        name = c_copy(SESSION_NAME)
        c.c_ctx_set_session_id(ctx, name, i32(len(SESSION_NAME)))
        c_free(name)
    param = c.c_ctx_param(ctx)
    c.c_param_set_flags(param, VERIFY_TRUSTED_FIRST)
    c.c_param_set_hostflags(param, i32(s.host_flags))
    c.c_ctx_set_pha(ctx, i32(0))
    return wrap(s)


# --- ciphers, groups, ALPN ----------------------------------------------------------------------------------------------------


@method(CONTEXT, "set_ciphers(self, cipherlist, /)", doc="The ciphers that may be used up to TLS 1.2, in OpenSSL's notation.")
def context_set_ciphers(self: W_Context, w_names: Value) -> Value:
    done = set_ciphers(self, c_text(w_names, "set_ciphers() argument"))
    c_clear_errors()
    if not done:
        raise errors.error(SSL_ERROR, "No cipher can be selected.")
    return w_None


@method(CONTEXT, "get_ciphers(self, /)", doc="The ciphers that may be used, each as a dict.")
def context_get_ciphers(self: W_Context) -> Value:
    result = new_list()
    with locked(self):  # until the end: the list is the context's, not the connection's
        ssl = c.c_new(self.ctx)
        if ssl == 0:
            raise library_error()
        give_ciphers(self, ssl)
        try:
            ciphers = c.c_ciphers(ssl)
            for i in range(stack_size(ciphers)):
                list_append(result, cipher_dict(c.c_stack_item(ciphers, i32(i))))
        finally:
            c.c_free(ssl)
    return wrap(result)


@method(CONTEXT, "set_ecdh_curve(self, name, /)", doc="The curve of the elliptic Diffie-Hellman key exchange.")
def context_set_ecdh_curve(self: W_Context, w_name: Value) -> Value:
    at = c_copy(path_bytes(fspath_of(w_name), ""))
    nid = int(c.c_short_name_nid(at))
    c_free(at)
    if nid == 0:
        raise errors.value_error(f"unknown elliptic curve name {repr_of(w_name)}")
    at = c_malloc(8)
    store32(at, nid)
    with locked(self):
        done = c.c_ctx_ctrl(self.ctx, i32(CONTROL_SET_GROUPS), 1, at) != 0
    c_free(at)
    if not done:
        raise library_error()
    return w_None


@method(CONTEXT, "_set_alpn_protocols(self, protos, /)", doc="The protocols to offer and to choose from, each behind a byte with its length.")
def context_set_alpn(self: W_Context, w_protocols: Value) -> Value:
    data = need_bytes(w_protocols)
    if len(data) > MAX_UNSIGNED:
        raise errors.overflow_error(f"protocols longer than {MAX_UNSIGNED} bytes")
    at = c_malloc(16 + len(data))
    store64(at, len(data))
    put_bytes(at + 16, data)
    with locked(self):
        self.offers.append(at)
        failed = int(c.c_ctx_set_alpn(self.ctx, at + 16, i32(len(data)))) != 0
        if not failed:
            atomic_store64(self.offer, at)
            c.c_ctx_set_alpn_select(self.ctx, callback_address(on_choose_protocol), 0)
    if failed:
        raise errors.memory_error()
    return w_None


@c_callback
def on_choose_protocol(ssl: Addr, out: Addr, out_n: Addr, offered: Addr, n: i32, argument: Addr) -> i32:
    s = work().connection
    at = 0 if s is None else atomic_load64(s.context.offer)
    if at == 0:
        return i32(ALPN_NO_ACKNOWLEDGEMENT)
    chosen = c.c_select_protocol(out, out_n, at + 16, i32(load64(at)), offered, n)
    return i32(ALPN_OK if int(chosen) == ALPN_NEGOTIATED else ALPN_NO_ACKNOWLEDGEMENT)


# --- verification -----------------------------------------------------------------------------------------------------------------


@getter(CONTEXT, "verify_mode")
def context_verify_mode(self: W_Context) -> Value:
    mode = int(c.c_ctx_verify_mode(self.ctx))
    if mode & VERIFY_PEER == 0:
        return from_int(0)
    return from_int(2 if mode & VERIFY_FAIL_WITHOUT != 0 else 1)


@setter(CONTEXT, "verify_mode")
def context_set_verify_mode(self: W_Context, w_mode: Value) -> Value:
    not_deleted(CONTEXT, "verify_mode", w_mode)
    mode = c_int(w_mode)
    if mode == 0 and self.check_hostname:
        raise errors.value_error("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
    if mode < 0 or mode > 2:
        raise errors.value_error("invalid value for verify_mode")
    set_verify_mode(self, mode)
    return w_None


def set_verify_mode(s: W_Context, mode: int) -> None:
    with locked(s):
        bits = 0 if mode == 0 else VERIFY_PEER if mode == 1 else VERIFY_PEER | VERIFY_FAIL_WITHOUT
        c.c_ctx_set_verify(s.ctx, i32(bits), callback_address(on_verify))


@getter(CONTEXT, "check_hostname")
def context_check_hostname(self: W_Context) -> Value:
    return new_bool(self.check_hostname)


@setter(CONTEXT, "check_hostname")
def context_set_check_hostname(self: W_Context, w_on: Value) -> Value:
    not_deleted(CONTEXT, "check_hostname", w_on)
    on = is_true(w_on)
    if on and int(c.c_ctx_verify_mode(self.ctx)) == 0:
        set_verify_mode(self, CERT_REQUIRED)
    self.check_hostname = on
    return w_None


@getter(CONTEXT, "verify_flags")
def context_verify_flags(self: W_Context) -> Value:
    return new_uint(c.c_param_flags(c.c_ctx_param(self.ctx)))


@setter(CONTEXT, "verify_flags")
def context_set_verify_flags(self: W_Context, w_flags: Value) -> Value:
    not_deleted(CONTEXT, "verify_flags", w_flags)
    if not is_integer(plain(w_flags)):
        raise errors.type_error(f"argument must be int, not {type_name(w_flags)}")
    flags = int_low64(plain(w_flags))
    with locked(self):
        param = c.c_ctx_param(self.ctx)
        now = c.c_param_flags(param)
        done = True
        if now & ~flags != 0:
            done = int(c.c_param_clear_flags(param, now & ~flags)) != 0
        if done and flags & ~now != 0:
            done = int(c.c_param_set_flags(param, flags & ~now)) != 0
    if not done:
        raise library_error()
    return w_None


@getter(CONTEXT, "_host_flags")
def context_host_flags(self: W_Context) -> Value:
    return from_int(self.host_flags)


@setter(CONTEXT, "_host_flags")
def context_set_host_flags(self: W_Context, w_flags: Value) -> Value:
    not_deleted(CONTEXT, "_host_flags", w_flags)
    flags = int_low64(index_value(w_flags)) & MAX_UNSIGNED
    with locked(self):
        self.host_flags = flags
        c.c_param_set_hostflags(c.c_ctx_param(self.ctx), i32(flags))
    return w_None


# --- versions and options -----------------------------------------------------------------------------------------------------------


def check_version(s: W_Context, version: int) -> None:
    if s.protocol != PROTOCOL_TLS and s.protocol != PROTOCOL_TLS_CLIENT and s.protocol != PROTOCOL_TLS_SERVER:
        raise errors.value_error("The context's protocol doesn't support modification of highest and lowest version.")
    if version == SSL3_VERSION:
        warn("ssl.TLSVersion.SSLv3 is deprecated")
    elif version == TLS1_VERSION:
        warn("ssl.TLSVersion.TLSv1 is deprecated")
    elif version == TLS1_1_VERSION:
        warn("ssl.TLSVersion.TLSv1_1 is deprecated")
    elif version != LOWEST and version != HIGHEST and version != TLS1_2_VERSION and version != TLS1_3_VERSION:
        raise errors.value_error(f"Unsupported TLS/SSL version 0x{lower_hex(version)}")


def lower_hex(x: int) -> str:
    """As C prints an unsigned int."""
    digits = "0123456789abcdef"
    x &= MAX_UNSIGNED
    text = digits[x & 15]
    while x > 15:
        x >>= 4
        text = digits[x & 15] + text
    return text


def set_version(s: W_Context, command: int, version: int) -> None:
    with locked(s):
        done = c.c_ctx_ctrl(s.ctx, i32(command), version, 0) != 0
    if not done:
        raise errors.value_error(f"Unsupported protocol version 0x{lower_hex(version)}")


@getter(CONTEXT, "minimum_version")
def context_minimum_version(self: W_Context) -> Value:
    version = c.c_ctx_ctrl(self.ctx, i32(CONTROL_GET_LOWEST), 0, 0)
    return from_int(LOWEST if version == 0 else version)


@setter(CONTEXT, "minimum_version")
def context_set_minimum_version(self: W_Context, w_version: Value) -> Value:
    not_deleted(CONTEXT, "minimum_version", w_version)
    version = c_int(w_version)
    check_version(self, version)
    set_version(self, CONTROL_SET_LOWEST, 0 if version == LOWEST else TLS1_3_VERSION if version == HIGHEST else version)
    return w_None


@getter(CONTEXT, "maximum_version")
def context_maximum_version(self: W_Context) -> Value:
    version = c.c_ctx_ctrl(self.ctx, i32(CONTROL_GET_HIGHEST), 0, 0)
    return from_int(HIGHEST if version == 0 else version)


@setter(CONTEXT, "maximum_version")
def context_set_maximum_version(self: W_Context, w_version: Value) -> Value:
    not_deleted(CONTEXT, "maximum_version", w_version)
    version = c_int(w_version)
    check_version(self, version)
    set_version(self, CONTROL_SET_HIGHEST, 0 if version == HIGHEST else TLS1_VERSION if version == LOWEST else version)
    return w_None


@getter(CONTEXT, "options")
def context_options(self: W_Context) -> Value:
    return new_uint(c.c_ctx_options(self.ctx))


@setter(CONTEXT, "options")
def context_set_options(self: W_Context, w_options: Value) -> Value:
    not_deleted(CONTEXT, "options", w_options)
    exact = index_value(w_options)
    if int_sign(exact) < 0:
        raise errors.value_error("Cannot convert negative int")
    if int_bit_length(exact) > 64:
        raise errors.overflow_error("Python int too large for C unsigned long long")
    options = int_low64(exact)
    now = c.c_ctx_options(self.ctx)
    if options & ~now & OP_NO_VERSIONS != 0:
        warn("ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated")
    with locked(self):
        if now & ~options != 0:
            c.c_ctx_clear_options(self.ctx, now & ~options)
        if options & ~now != 0:
            c.c_ctx_set_options(self.ctx, options & ~now)
    return w_None


@getter(CONTEXT, "protocol")
def context_protocol(self: W_Context) -> Value:
    return from_int(self.protocol)


@getter(CONTEXT, "security_level", doc="OpenSSL's level of security, 0 to 5.")
def context_security_level(self: W_Context) -> Value:
    return from_int(int(c.c_ctx_security_level(self.ctx)))


@getter(CONTEXT, "num_tickets", doc="How many tickets a server of TLS 1.3 sends, with which a session can be resumed.")
def context_num_tickets(self: W_Context) -> Value:
    return from_int(c.c_ctx_tickets(self.ctx))


@setter(CONTEXT, "num_tickets")
def context_set_num_tickets(self: W_Context, w_n: Value) -> Value:
    not_deleted(CONTEXT, "num_tickets", w_n)
    n, too_big = int_to_i64(index_value(w_n))
    if too_big:
        raise errors.overflow_error("Python int too large to convert to C long")
    if n < 0:
        raise errors.value_error("value must be non-negative")
    if self.protocol != PROTOCOL_TLS_SERVER:
        raise errors.value_error("SSLContext is not a server context.")
    with locked(self):
        done = int(c.c_ctx_set_tickets(self.ctx, n)) == 1
    if not done:
        raise errors.value_error("failed to set num tickets.")
    return w_None


@getter(CONTEXT, "post_handshake_auth")
def context_post_handshake_auth(self: W_Context) -> Value:
    return new_bool(self.post_handshake_auth)


@setter(CONTEXT, "post_handshake_auth")
def context_set_post_handshake_auth(self: W_Context, w_on: Value) -> Value:
    not_deleted(CONTEXT, "post_handshake_auth", w_on)
    on = is_true(w_on)
    with locked(self):
        self.post_handshake_auth = on
        c.c_ctx_set_pha(self.ctx, i32(1 if on else 0))
    return w_None


STATISTICS: Final[list[str]] = [
    "number",
    "connect",
    "connect_good",
    "connect_renegotiate",
    "accept",
    "accept_good",
    "accept_renegotiate",
    "hits",
    "",
    "misses",
    "timeouts",
    "cache_full",
]
CONTROL_STATISTICS: Final[int] = 20
"""SSL_CTRL_SESS_NUMBER; the others follow."""


@method(CONTEXT, "session_stats(self, /)", doc="How many sessions were begun, resumed and so on.")
def context_session_stats(self: W_Context) -> Value:
    d = new_dict()
    for i in range(len(STATISTICS)):
        if STATISTICS[i] != "":
            dict_set_str(d, STATISTICS[i], from_int(c.c_ctx_ctrl(self.ctx, i32(CONTROL_STATISTICS + i), 0, 0)))
    return wrap(d)
