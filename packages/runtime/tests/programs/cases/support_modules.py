"""The native modules that CPython's tests ask for."""

import _testinternalcapi
import _testlimitedcapi
import _testmultiphase

example = _testmultiphase.Example()
print(example.demo("abcd"), example.demo(), example.demo(3))
example.abc = 0
print(example.abc, _testmultiphase.foo(9, 9), _testmultiphase.int_const, _testmultiphase.str_const)
print(_testmultiphase.Str(1) + "23", isinstance(_testmultiphase.Str(), str))
try:
    raise _testmultiphase.error("x")
except _testmultiphase.error as error:
    print(repr(error))

print(_testlimitedcapi.sequence_getitem(b"*", 0), _testlimitedcapi.sequence_getitem(b"*", -1))
print(_testlimitedcapi.object_hasattrstring(example, b"abc"), _testlimitedcapi.object_hasattrstring(example, b"no"))
items = bytearray(b"abc")
_testlimitedcapi.sequence_setitem(items, -1, 120)
_testlimitedcapi.sequence_delitem(items, 0)
print(items)
for index in (-2, 1):
    try:
        _testlimitedcapi.sequence_getitem(b"*", index)
    except IndexError:
        print("no item", index)


class Plain:
    pass


class Slots:
    __slots__ = ("a",)


print(_testinternalcapi.has_inline_values(Plain()), _testinternalcapi.has_inline_values(Slots()))
import _testinternalcapi as internal

print(internal.get_recursion_depth(), (lambda: (lambda: internal.get_recursion_depth())())())
