"""C++ names from Python names: readable, unique, never a keyword or a macro."""

from __future__ import annotations

RESERVED = frozenset(
    """
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t
    char32_t class compl concept const consteval constexpr constinit const_cast continue co_await
    co_return co_yield decltype default delete do double dynamic_cast else enum explicit export extern
    false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr
    operator or or_eq private protected public register reinterpret_cast requires return short signed
    sizeof static static_assert static_cast struct switch template this thread_local throw true try
    typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq errno
    stdin stdout stderr EOF NULL assert INFINITY NAN HUGE_VAL major minor makedev unix linux main
    environ likely unlikely stat signal cx Ctx Value Str Bytes Array List Dict Set Tuple Function
    ValuePtr NativeFn ShapeHead ClassInfo std FROZEN Exception list dict set shape
    """.split()
)


def safe(name: str) -> str:
    """A Python identifier as a C++ identifier."""
    if not name.isascii():
        name = "".join(c if c.isascii() else f"u{ord(c):x}" for c in name)
    return name + "_" if name in RESERVED else name


def namespace(module: str) -> str:
    """ "package.list" -> "::package::list_" """
    return "".join("::" + safe(part) for part in module.split("."))
