"""_SSLContext: the certificates, keys and parameters that it reads from files."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, i32, locked, wrap
from protodialect.unsafe import Addr, c_callback, callback_address
from protopython.modules._ssl import library as c
from protopython.modules._ssl.arguments import is_callable
from protopython.modules._ssl.certificates import CERTIFICATE_SIZE, decode, der_bytes, stack_size
from protopython.modules._ssl.data import CONTEXT, Password, W_Context, work
from protopython.modules._ssl.errors import (
    ALREADY_IN_TABLE,
    LIBRARY_PEM,
    LIBRARY_X509,
    NO_START_LINE,
    SSL_ERROR,
    file_error,
    is_reason,
    library_error,
    new_error,
    reason_of,
)
from protopython.modules.support.openssl import SYSTEM_ERROR, c_clear_errors, c_last_error, give_back, lend, put_bytes
from protopython.modules.support.system_calls import c_copy, fspath_of, os_failure_at, path_bytes, utf8_of
from protopython.objects.bytearray import as_bytearray, bytearray_content
from protopython.objects.bytes.bytes import as_bytes
from protopython.objects.dict.dict import dict_set_str, new_dict
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.auditing import audit3
from protopython.objects.model.buffer import bytes_of_buffer
from protopython.objects.model.call import call0
from protopython.objects.model.define import method
from protopython.objects.model.operations import is_true
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.protocore.collector import count_outside
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free
from protopython.protocore.value import from_int, is_empty, same

FILE_PEM: Final[int] = 1
CONTROL_DH: Final[int] = 3
OBJECT_CERTIFICATE: Final[int] = 1
OBJECT_REVOCATIONS: Final[int] = 2
MAX_LENGTH: Final[int] = 0x7FFFFFFF


def path_or_null(w: Value, what: str) -> Addr:
    """A file's name as a C string to be freed; 0 for None."""
    if same(w, w_None):
        return 0
    try:
        return c_copy(path_bytes(fspath_of(w), ""))
    except PyError as e:
        if errors.error_matches(e, x.TYPE_ERROR):
            raise errors.type_error(f"{what} should be a valid filesystem path") from None
        raise


def free_path(at: Addr) -> None:
    if at != 0:
        c_free(at)


# --- the own certificate ------------------------------------------------------------------------------------------------------


def password_text(w: Value, message: str) -> bytes:
    text = as_str(w)
    data = as_bytes(w) if text is None else utf8_of(text)
    if data is None:
        array = as_bytearray(w)
        if array is None:
            raise errors.type_error(message)
        data = bytearray_content(array)
    if len(data) > MAX_LENGTH:
        raise errors.value_error(f"password cannot be longer than {MAX_LENGTH} bytes")
    return data


@c_callback
def on_password(out: Addr, room: i32, writing: i32, argument: Addr) -> i32:
    p = work().password
    if p is None:
        return i32(-1)
    try:
        text = p.text
        if not is_empty(p.w_callable):
            text = password_text(call0(p.w_callable), "password callback must return a string")
        if len(text) > int(room):
            raise errors.value_error(f"password cannot be longer than {int(room)} bytes")
        put_bytes(out, text)
        return i32(len(text))
    except PyError as e:
        p.w_error = e.w_value
    except MemoryError:
        p.w_error = errors.memory_error().w_value
    return i32(-1)


@method(
    CONTEXT,
    "load_cert_chain(self, /, certfile, keyfile=None, password=None)",
    doc="Reads the certificate by which this end is known, those that vouch for it, and its private key (from certfile if there is no other).",
)
def context_load_cert_chain(self: W_Context, w_file: Value, w_key: Value, w_password: Value) -> Value:
    if same(w_file, w_None):
        raise errors.type_error("certfile should be a valid filesystem path")
    file = path_or_null(w_file, "certfile")
    key = 0
    password: Password | None = None
    try:
        key = path_or_null(w_key, "keyfile")
        if is_callable(w_password):
            password = Password(w_password, b"")
        elif not same(w_password, w_None):
            password = Password(EMPTY, password_text(w_password, "password should be a string or callable"))
        load_chain(self, file, key if key != 0 else file, password)
    finally:
        free_path(key)
        free_path(file)
    return w_None


def load_chain(s: W_Context, file: Addr, key: Addr, password: Password | None) -> None:
    w = work()
    before = w.password
    c_clear_errors()
    with locked(s):
        if password is not None:
            w.password = password
            c.c_ctx_set_password(s.ctx, callback_address(on_password))
        done = int(c.c_ctx_use_chain(s.ctx, file)) == 1 and int(c.c_ctx_use_key(s.ctx, key, i32(FILE_PEM))) == 1
        checked = done and int(c.c_ctx_check_key(s.ctx)) == 1
        if password is not None:
            c.c_ctx_set_password(s.ctx, 0)
            w.password = before
    if password is not None and not is_empty(password.w_error):
        c_clear_errors()
        raise PyError(password.w_error)
    if not done:
        raise file_error()
    if not checked:
        raise library_error()


# --- whom to trust ----------------------------------------------------------------------------------------------------------------


@method(
    CONTEXT,
    "load_verify_locations(self, /, cafile=None, capath=None, cadata=None)",
    doc="Adds certificates to be trusted: from a file, a folder of them named by their hashes, or from text (PEM) or bytes (DER).",
)
def context_load_verify_locations(self: W_Context, w_file: Value, w_folder: Value, w_data: Value) -> Value:
    if same(w_file, w_None) and same(w_folder, w_None) and same(w_data, w_None):
        raise errors.type_error("cafile, capath and cadata cannot be all omitted")
    file = path_or_null(w_file, "cafile")
    folder = 0
    try:
        folder = path_or_null(w_folder, "capath")
        if not same(w_data, w_None):
            add_authorities(self, w_data)
        if file != 0 or folder != 0:
            c_clear_errors()
            with locked(self):
                before = stack_size(c.c_store_objects(c.c_ctx_store(self.ctx)))
                done = int(c.c_ctx_load_verify(self.ctx, file, folder)) == 1
                count_outside(CERTIFICATE_SIZE * (stack_size(c.c_store_objects(c.c_ctx_store(self.ctx))) - before))
            if not done:
                raise file_error()
    finally:
        free_path(folder)
        free_path(file)
    return w_None


def add_authorities(s: W_Context, w_data: Value) -> None:
    text = as_str(w_data)
    data = bytes_of_buffer(w_data) if text is None else text.encode() if text.isascii() else None
    if data is None:
        raise errors.type_error("cadata should be an ASCII string or a bytes-like object")
    if len(data) > MAX_LENGTH:
        raise errors.overflow_error(f"Certificate data is too long: {MAX_LENGTH} bytes at most")
    if len(data) == 0:
        raise errors.value_error("Empty certificate data")
    c_clear_errors()
    at = lend(data)
    bio = c.c_bio_of(at, i32(len(data)))
    if bio == 0:
        give_back(at)
        raise library_error()
    with locked(s):
        n = add_from_bio(s, bio, text is not None)
    c.c_bio_free(bio)
    give_back(at)
    code = c_last_error()
    if n == 0:
        c_clear_errors()
        problem = "no start line" if text is not None else "not enough data"
        raise new_error(SSL_ERROR, 0, f"{problem}: cadata does not contain a certificate", 0, -1, "")
    # That is how the text's end is reported.
    ended = text is not None and is_reason(code, LIBRARY_PEM, NO_START_LINE)
    if code != 0 and not ended:
        raise library_error()
    c_clear_errors()


def add_from_bio(s: W_Context, bio: Addr, is_text: bool) -> int:
    """How many certificates were read."""
    store = c.c_ctx_store(s.ctx)
    n = 0
    while True:
        if not is_text and c.c_bio_pending(bio) == 0:
            return n
        certificate = c.c_read_pem(bio, 0, 0, 0) if is_text else c.c_read_der(bio, 0)
        if certificate == 0:
            return n
        added = int(c.c_store_add(store, certificate)) != 0
        c.c_certificate_free(certificate)
        if not added:
            if not is_reason(c_last_error(), LIBRARY_X509, ALREADY_IN_TABLE):
                return n
            c_clear_errors()
        n += 1
        count_outside(CERTIFICATE_SIZE)


@method(CONTEXT, "set_default_verify_paths(self, /)", doc="Trusts the certificates that the system keeps for OpenSSL.")
def context_set_default_verify_paths(self: W_Context) -> Value:
    with locked(self):
        before = stack_size(c.c_store_objects(c.c_ctx_store(self.ctx)))
        done = int(c.c_ctx_default_paths(self.ctx)) != 0
        count_outside(CERTIFICATE_SIZE * (stack_size(c.c_store_objects(c.c_ctx_store(self.ctx))) - before))
    if not done:
        raise library_error()
    return w_None


@method(
    CONTEXT,
    "cert_store_stats(self, /)",
    doc="How many certificates and revocation lists are loaded; those of a folder only once they were needed.",
)
def context_cert_store_stats(self: W_Context) -> Value:
    certificates = 0
    authorities = 0
    lists = 0
    with locked(self):
        store = c.c_ctx_store(self.ctx)
        c.c_store_lock(store)
        objects = c.c_store_objects(store)
        for i in range(stack_size(objects)):
            o = c.c_stack_item(objects, i32(i))
            kind = int(c.c_object_type(o))
            if kind == OBJECT_CERTIFICATE:
                certificates += 1
                if int(c.c_is_authority(c.c_object_certificate(o))) != 0:
                    authorities += 1
            elif kind == OBJECT_REVOCATIONS:
                lists += 1
        c.c_store_unlock(store)
    d = new_dict()
    dict_set_str(d, "x509", from_int(certificates))
    dict_set_str(d, "crl", from_int(lists))
    dict_set_str(d, "x509_ca", from_int(authorities))
    return wrap(d)


def loaded_certificates(s: W_Context) -> Array[int]:
    """Each held, to be freed."""
    with locked(s):
        store = c.c_ctx_store(s.ctx)
        objects = c.c_store_objects(store)
        result = Array[int](stack_size(objects), 0)
        c.c_store_lock(store)
        for i in range(min(len(result), stack_size(objects))):
            certificate = c.c_object_certificate(c.c_stack_item(objects, i32(i)))
            if certificate != 0:
                c.c_certificate_hold(certificate)
                result[i] = certificate
        c.c_store_unlock(store)
    return result


@method(
    CONTEXT,
    "get_ca_certs(self, /, binary_form=False)",
    doc="The loaded certificates of authorities, as dicts or in bytes; those of a folder only once they were needed.",
)
def context_get_ca_certs(self: W_Context, w_binary: Value) -> Value:
    binary = is_true(w_binary)
    found = loaded_certificates(self)
    result = new_list()
    try:
        for certificate in found:
            if certificate != 0 and int(c.c_is_authority(certificate)) != 0:
                list_append(result, wrap(der_bytes(certificate)) if binary else decode(certificate))
    finally:
        for certificate in found:
            if certificate != 0:
                c.c_certificate_free(certificate)
    return wrap(result)


@method(CONTEXT, "load_dh_params(self, path, /)", doc="Reads parameters of the Diffie-Hellman key exchange.")
def context_load_dh_params(self: W_Context, w_path: Value) -> Value:
    w_name = fspath_of(w_path)
    name = path_bytes(w_name, "")
    audit3("open", w_name, wrap("rb"), from_int(0))
    path = c_copy(name)
    mode = c_copy(b"rb")
    c_clear_errors()
    bio = c.c_bio_open(path, mode)
    c_free(mode)
    c_free(path)
    if bio == 0:
        first = c.c_first_error()
        if first & SYSTEM_ERROR != 0:
            c_clear_errors()
            raise os_failure_at(reason_of(first), w_path)
        raise library_error()
    dh = c.c_read_dh(bio, 0, 0, 0)
    c.c_bio_free(bio)
    if dh == 0:
        raise file_error()
    with locked(self):
        done = c.c_ctx_ctrl(self.ctx, i32(CONTROL_DH), 0, dh) != 0
    c.c_dh_free(dh)
    if not done:
        raise library_error()
    return w_None
