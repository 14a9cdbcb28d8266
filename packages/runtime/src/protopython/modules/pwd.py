"""pwd: the users that the system knows.

    struct passwd [ name | passwd | uid 32 | gid 32 | gecos | dir | shell ]     texts are addresses of C strings
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, locked, wrap
from protodialect.unsafe import Addr, c_function, load32
from protopython.modules.posix.paths import identity_of
from protopython.modules.support.accounts import USER, find_account, find_named, id_value, text_at
from protopython.objects.exceptions import exceptions as x
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.operations import str_of
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import need_str
from protopython.objects.structseq import define_struct, new_struct
from protopython.protocore.error import PyError
from protopython.protocore.os import c_free

MODULE: Final[str] = "pwd"
define_module(
    MODULE,
    "The database of users. An entry is a tuple of seven items: pw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell.",
)
PASSWD = define_struct(
    MODULE,
    "struct_passwd",
    ["pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"],
    7,
    "A user: a tuple (pw_name, pw_passwd, pw_uid, pw_gid, pw_gecos, pw_dir, pw_shell) whose items have these names, too.",
    docs=["user name", "password", "user id", "group id", "real name", "home directory", "shell program"],
)
constant(MODULE, "struct_passwd", PASSWD)


@c_function("setpwent", blocking=True)
def c_setpwent() -> None: ...


@c_function("getpwent", blocking=True)
def c_getpwent() -> Addr: ...


@c_function("endpwent", blocking=True)
def c_endpwent() -> None: ...


def user_at(at: Addr) -> Value:
    """The content of a struct passwd."""
    a = Array[Value](7, w_None)
    a[0] = text_at(at)
    a[1] = text_at(at + 8)
    a[2] = id_value(load32(at + 16))
    a[3] = id_value(load32(at + 20))
    a[4] = text_at(at + 24)
    a[5] = text_at(at + 32)
    a[6] = text_at(at + 40)
    return new_struct(PASSWD, a)


def taken_user(block: Addr) -> Value:
    """user_at for what find_account found."""
    try:
        return user_at(block)
    finally:
        c_free(block)


@function(MODULE, "getpwuid(uidobj, /)", doc="The user with this number.")
def p_getpwuid(w_uid: Value) -> Value:
    try:
        uid = identity_of(w_uid, "uid")
    except PyError as e:
        if errors.error_matches(e, x.OVERFLOW_ERROR):
            raise errors.key_error(wrap("getpwuid(): uid not found")) from None
        raise
    found = find_account(USER, 0, uid)
    if found == 0:
        raise errors.key_error(wrap(f"getpwuid(): uid not found: {str_of(id_value(int(uid)))}"))
    return taken_user(found)


@function(MODULE, "getpwnam(name, /)", doc="The user with this name.")
def p_getpwnam(w_name: Value) -> Value:
    return taken_user(find_named(USER, need_str(w_name, "getpwnam() argument"), "getpwnam"))


@function(MODULE, "getpwall()", doc="A list of all users, in no particular order.")
def p_getpwall() -> Value:
    users = new_list()
    with locked(PASSWD):  # the C library has one position in the list for all threads
        c_setpwent()
        at = c_getpwent()
        while at != 0:
            list_append(users, user_at(at))
            at = c_getpwent()
        c_endpwent()
    return wrap(users)
