"""grp: the groups that the system knows.

    struct group [ name | passwd | gid 32, 4 unused | mem ]     mem: the address of a list of C strings that ends with 0
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, locked, wrap
from protodialect.unsafe import Addr, c_function, load32, load64
from protopython.modules.posix.paths import identity_of
from protopython.modules.support.accounts import GROUP, find_account, find_named, id_value, text_at
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import constant, define_module, function
from protopython.objects.model.operations import str_of
from protopython.objects.singletons import w_None
from protopython.objects.str.methods import need_str
from protopython.objects.structseq import define_struct, new_struct
from protopython.protocore.os import c_free

MODULE: Final[str] = "grp"
define_module(
    MODULE,
    "The database of groups. An entry is a tuple of four items: gr_name, gr_passwd, gr_gid and gr_mem, the list of the members' names; "
    "who has the group as his own in the database of users need not be in it.",
)
GROUP_ENTRY = define_struct(
    MODULE,
    "struct_group",
    ["gr_name", "gr_passwd", "gr_gid", "gr_mem"],
    4,
    "A group: a tuple (gr_name, gr_passwd, gr_gid, gr_mem) whose items have these names, too.",
    docs=["group name", "password", "group id", "group members"],
)
constant(MODULE, "struct_group", GROUP_ENTRY)


@c_function("setgrent", blocking=True)
def c_setgrent() -> None: ...


@c_function("getgrent", blocking=True)
def c_getgrent() -> Addr: ...


@c_function("endgrent", blocking=True)
def c_endgrent() -> None: ...


def group_at(at: Addr) -> Value:
    """The content of a struct group."""
    members = new_list()
    member = load64(at + 24)
    while load64(member) != 0:
        list_append(members, text_at(member))
        member += 8
    a = Array[Value](4, w_None)
    a[0] = text_at(at)
    a[1] = text_at(at + 8)
    a[2] = id_value(load32(at + 16))
    a[3] = wrap(members)
    return new_struct(GROUP_ENTRY, a)


def taken_group(block: Addr) -> Value:
    """group_at for what find_account found."""
    try:
        return group_at(block)
    finally:
        c_free(block)


@function(MODULE, "getgrgid(id)", doc="The group with this number; KeyError: there is none.")
def g_getgrgid(w_id: Value) -> Value:
    gid = identity_of(w_id, "gid")
    found = find_account(GROUP, 0, gid)
    if found == 0:
        raise errors.key_error(wrap(f"getgrgid(): gid not found: {str_of(id_value(int(gid)))}"))
    return taken_group(found)


@function(MODULE, "getgrnam(name)", doc="The group with this name; KeyError: there is none.")
def g_getgrnam(w_name: Value) -> Value:
    return taken_group(find_named(GROUP, need_str(w_name, "getgrnam() argument 'name'"), "getgrnam"))


@function(MODULE, "getgrall()", doc="A list of all groups, in no particular order.")
def g_getgrall() -> Value:
    groups = new_list()
    with locked(GROUP_ENTRY):  # the C library has one position in the list for all threads
        c_setgrent()
        at = c_getgrent()
        while at != 0:
            list_append(groups, group_at(at))
            at = c_getgrent()
        c_endgrent()
    return wrap(groups)
