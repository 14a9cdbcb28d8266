"""SSLError and its kin, and what OpenSSL's error codes are called.

    code   0 | library 8 bits | reason 23 bits          bit 31 set: the rest is an errno

A reason's name is that of OpenSSL's macro. Its text is made from the macro when OpenSSL is built, so the macro can be had from the text;
only few were given a text of their own (OWN_TEXT), which stand here as far as they may be met.
"""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, unwrap, wrap
from protopython.modules._ssl import library as c
from protopython.modules._ssl.constants import (
    ERROR_EOF,
    ERROR_INVALID,
    ERROR_NO_SOCKET,
    ERROR_SSL,
    ERROR_SYSCALL,
    ERROR_WANT_CONNECT,
    ERROR_WANT_READ,
    ERROR_WANT_WRITE,
    ERROR_WANT_X509_LOOKUP,
    ERROR_ZERO_RETURN,
    MODULE,
)
from protopython.modules.support.openssl import (
    ERROR_LIBRARY_SHIFT,
    REASON_MASK,
    SYSTEM_ERROR,
    c_clear_errors,
    c_last_error,
    c_reason_text,
    text_or_empty,
)
from protopython.modules.support.system_calls import os_failure
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_OSError
from protopython.objects.model.define import OBJECT, SECOND_BASES, constant, define_type, method
from protopython.objects.model.operations import setattr_of, str_of
from protopython.objects.singletons import w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import new_tuple2
from protopython.protocore.error import PyError
from protopython.protocore.object import W_Type
from protopython.protocore.value import from_int

SSL_ERROR = define_type(
    "SSLError", W_OSError, x.OS_ERROR, module="ssl", flags=x.EXCEPTION_FLAGS, attributes=True, doc="Something failed in OpenSSL."
)


def _kind(name: str, doc: str) -> W_Type:
    return define_type(name, W_OSError, SSL_ERROR, module="ssl", flags=x.EXCEPTION_FLAGS, attributes=True, doc=doc)


ZERO_RETURN = _kind("SSLZeroReturnError", "The other end has closed the session in good order.")
WANT_READ = _kind("SSLWantReadError", "The operation must wait until the connection, which does not block, can be read.")
WANT_WRITE = _kind("SSLWantWriteError", "The operation must wait until the connection, which does not block, can be written.")
SYSCALL = _kind("SSLSyscallError", "A call of the system failed.")
UNEXPECTED_END = _kind("SSLEOFError", "The connection was broken off.")
NOT_VERIFIED = _kind("SSLCertVerificationError", "The other end's certificate is not to be trusted.")
NOT_VERIFIED.mro = Array.of([NOT_VERIFIED, SSL_ERROR, x.OS_ERROR, x.VALUE_ERROR, x.EXCEPTION, x.BASE_EXCEPTION, OBJECT])
SECOND_BASES[id(NOT_VERIFIED)] = x.VALUE_ERROR
for _type in (SSL_ERROR, ZERO_RETURN, WANT_READ, WANT_WRITE, SYSCALL, UNEXPECTED_END, NOT_VERIFIED):
    constant(MODULE, unwrap(str, _type.w_qualname), _type)


@method(SSL_ERROR, "__str__(self, /)", doc="Return str(self).")
def error_str(self: W_OSError) -> Value:
    if as_str(self.w_strerror) is not None:
        return self.w_strerror
    return wrap(str_of(wrap(self.args)))


# --- names --------------------------------------------------------------------------------------------------------------

LIBRARY_SSL: Final[int] = 20
LIBRARY_X509: Final[int] = 11
LIBRARY_ASN1: Final[int] = 13
LIBRARY_PEM: Final[int] = 9
LIBRARY_SYSTEM: Final[int] = 2
_LIBRARIES = {
    1: "NONE", LIBRARY_SYSTEM: "SYS", 3: "BN", 4: "RSA", 5: "DH", 6: "EVP", 7: "BUF", 8: "OBJ", LIBRARY_PEM: "PEM", 10: "DSA",
    LIBRARY_X509: "X509", 12: "METH", LIBRARY_ASN1: "ASN1", 14: "CONF", 15: "CRYPTO", 16: "EC", LIBRARY_SSL: "SSL", 21: "SSL23", 22: "SSL2",
    23: "SSL3", 30: "RSAREF", 31: "PROXY", 32: "BIO", 33: "PKCS7", 34: "X509V3", 35: "PKCS12", 36: "RAND", 37: "DSO", 38: "ENGINE",
    39: "OCSP", 40: "UI", 41: "COMP", 42: "ECDSA", 43: "ECDH", 44: "OSSL_STORE", 45: "FIPS", 46: "CMS", 47: "TS", 48: "HMAC", 49: "JPAKE",
    50: "CT", 51: "ASYNC", 52: "KDF", 53: "SM2", 54: "ESS", 55: "PROP", 56: "CRMF", 57: "PROV", 58: "CMP", 59: "OSSL_ENCODER",
    60: "OSSL_DECODER", 61: "HTTP",
}  # fmt: skip
LIBRARY_NAMES: Final[Array[str]] = Array.of([_LIBRARIES.get(i, "") for i in range(64)])
COMMON_REASON: Final[int] = 0xC0000
"""Bits of reasons that all libraries share, which have no name in CPython."""
ALERT: Final[str] = "ssl/tls alert "
"""How the texts of the reasons SSLV3_ALERT_... begin, from OpenSSL 3.2 on."""
OWN_TEXT: Final[dict[str, str]] = {
    "at least (D)TLS 1.2 needed in Suite B mode": "AT_LEAST_TLS_1_2_NEEDED_IN_SUITEB_MODE",
    "illegal Suite B digest": "ILLEGAL_SUITEB_DIGEST",
    "can't find SRP server param": "MISSING_SRP_PARAM",
    "Peer haven't sent GOST certificate, required for selected ciphersuite": "NO_GOST_CERTIFICATE_SENT_BY_PEER",
    "error with the srp params": "SRP_A_CALC",
    "expecting an ecx key": "EXPECTING_A_ECX_KEY",
    "expecting an ec key": "EXPECTING_A_EC_KEY",
    "partially overlapping buffers": "PARTIALLY_OVERLAPPING",
    "invalid public key": "INVALID_PUBKEY",
    "salt length check failed": "SLEN_CHECK_FAILED",
    "salt length recovery failed": "SLEN_RECOVERY_FAILED",
}

CERTIFICATE_VERIFY_FAILED: Final[int] = 134
UNEXPECTED_EOF_WHILE_READING: Final[int] = 294
ALREADY_IN_TABLE: Final[int] = 101
NO_START_LINE: Final[int] = 108


def library_of(code: int) -> int:
    return LIBRARY_SYSTEM if code & SYSTEM_ERROR != 0 else (code >> ERROR_LIBRARY_SHIFT) & 0xFF


def reason_of(code: int) -> int:
    return code & 0x7FFFFFFF if code & SYSTEM_ERROR != 0 else code & REASON_MASK


def is_reason(code: int, library: int, reason: int) -> bool:
    return library_of(code) == library and reason_of(code) == reason


def library_name(code: int) -> str:
    """"": none."""
    number = library_of(code)
    return LIBRARY_NAMES[number] if number < len(LIBRARY_NAMES) else ""


def reason_name(code: int) -> str:
    """"": none."""
    if code & SYSTEM_ERROR != 0 or code & COMMON_REASON != 0:
        return ""
    text = text_or_empty(c_reason_text(code))
    if text in OWN_TEXT:
        return OWN_TEXT[text]
    if text.startswith(ALERT):
        text = "sslv3 alert " + text[len(ALERT) : len(text)]
    return text.upper().replace(" ", "_").replace("-", "_")


# --- making errors --------------------------------------------------------------------------------------------------------


def name_value(name: str) -> Value:
    return w_None if name == "" else wrap(name)


def new_error(w_type: W_Type, number: int, text: str, code: int, verify_code: int, verify_text: str) -> PyError:
    """text: "" takes OpenSSL's for the code; code: 0 is none. verify_code: -1, or why the certificate is not to be trusted."""
    library = "" if code == 0 else library_name(code)
    reason = "" if code == 0 else reason_name(code)
    if text == "" and code != 0:
        text = text_or_empty(c_reason_text(code))
    if text == "":
        text = "unknown error"
    if verify_code >= 0 and verify_text != "":
        text = f"{text}: {verify_text}"
    if reason != "" and library != "":
        text = f"[{library}: {reason}] {text}"
    elif library != "":
        text = f"[{library}] {text}"
    e = x.new_exception(w_type, new_tuple2(from_int(number), wrap(f"{text} ({MODULE})")))
    w = wrap(e)
    setattr_of(w, "reason", name_value(reason))
    setattr_of(w, "library", name_value(library))
    if verify_code >= 0:
        setattr_of(w, "verify_code", from_int(verify_code))
        setattr_of(w, "verify_message", name_value(verify_text))
    return PyError(w)


def ssl_error(text: str, number: int) -> PyError:
    """One of ours, of which OpenSSL knows nothing."""
    c_clear_errors()
    return new_error(SSL_ERROR, number, text, 0, -1, "")


def library_error() -> PyError:
    """For OpenSSL's last error outside a connection."""
    code = c_last_error()
    c_clear_errors()
    return new_error(SSL_ERROR, reason_of(code), "", code, -1, "")


def file_error() -> PyError:
    """Where a file may have been the cause: an OSError then."""
    first = c.c_first_error()
    if first & SYSTEM_ERROR != 0:
        c_clear_errors()
        return os_failure(reason_of(first))
    return library_error()


def no_socket() -> PyError:
    return ssl_error("Underlying socket connection gone", ERROR_NO_SOCKET)


def operation_error(outcome: int, code: int, number: int, verify_code: int, verify_text: str) -> PyError:
    """For what SSL_get_error says of an operation that failed. code: OpenSSL's last error, 0 if none; number: the transport's errno."""
    w_type = SSL_ERROR
    text = ""
    if outcome == ERROR_ZERO_RETURN:
        w_type = ZERO_RETURN
        text = "TLS/SSL connection has been closed (EOF)"
    elif outcome == ERROR_WANT_READ:
        w_type = WANT_READ
        text = "The operation did not complete (read)"
    elif outcome == ERROR_WANT_WRITE:
        w_type = WANT_WRITE
        text = "The operation did not complete (write)"
    elif outcome == ERROR_WANT_X509_LOOKUP:
        text = "The operation did not complete (X509 lookup)"
    elif outcome == ERROR_WANT_CONNECT:
        text = "The operation did not complete (connect)"
    elif outcome == ERROR_SYSCALL or outcome == ERROR_SSL:
        if code & SYSTEM_ERROR != 0:
            return os_failure(reason_of(code))
        if is_reason(code, LIBRARY_SSL, CERTIFICATE_VERIFY_FAILED):
            w_type = NOT_VERIFIED
        elif is_reason(code, LIBRARY_SSL, UNEXPECTED_EOF_WHILE_READING) or code == 0 and outcome == ERROR_SYSCALL:
            if code == 0 and number != 0:
                return os_failure(number)
            outcome = ERROR_EOF
            w_type = UNEXPECTED_END
            text = "EOF occurred in violation of protocol"
        elif code == 0:
            text = "A failure in the SSL library occurred"
    else:
        outcome = ERROR_INVALID
        text = "Invalid error code"
    if w_type is not NOT_VERIFIED:
        verify_code = -1
    return new_error(w_type, outcome, text, code, verify_code, verify_text)


def chain(e: PyError, w_cause: Value) -> PyError:
    """e, raised while the exception of a callback was in flight."""
    unwrap(x.W_BaseException, e.w_value).w_context = w_cause
    return e
