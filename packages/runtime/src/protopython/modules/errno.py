"""errno: the numbers of system errors."""

from __future__ import annotations

import errno as _host_errno

from protodialect.types import Array, Value, unwrap, wrap
from protopython.objects.dict.dict import dict_set, dict_set_str, new_dict
from protopython.objects.model.define import constant, define_module, module_init
from protopython.objects.module import W_Module
from protopython.protocore.value import from_int

define_module("errno", "The numbers of system errors, by name.")

for _number, _name in _host_errno.errorcode.items():
    constant("errno", _name, _number)
for _name in ("EWOULDBLOCK", "EDEADLK", "EDEADLOCK", "ENOTSUP", "EOPNOTSUPP"):
    constant("errno", _name, getattr(_host_errno, _name))
constant("errno", "EHWPOISON", 133)

NUMBERS: Array[int] = Array.of([*_host_errno.errorcode, 133])
NAMES: Array[str] = Array.of([*_host_errno.errorcode.values(), "EHWPOISON"])


@module_init("errno")
def init_errno(w_module: Value) -> None:
    d = new_dict()
    for i in range(len(NUMBERS)):
        dict_set(d, from_int(NUMBERS[i]), wrap(NAMES[i]))
    dict_set_str(unwrap(W_Module, w_module).dict, "errorcode", wrap(d))
