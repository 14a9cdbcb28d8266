"""_ctypes: C data and C functions for programs, on the system's libffi.

    libffi.py        the library: its types, preparing and making calls, closures
    info.py          W_CType, the metaclass, and what it knows about a C type (CInfo)
    values.py        numbers, characters, strings and objects in C memory, and back
    data.py          W_CData, an object over C memory, and what all its types have in common
    simple.py pointers.py arrays.py structures.py fields.py functions.py    the kinds of types
    arguments.py     Python objects as arguments of C functions
    calls.py         calling C functions
    callbacks.py     C functions that call Python
    addresses.py     functions of this module that have an address: cast, string_at ...
    libraries.py     dlopen and its like
    module.py        sizeof, byref ... and the module itself
"""
