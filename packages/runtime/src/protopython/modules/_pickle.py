"""The module _pickle: the stock pickle.py takes its Pickler, Unpickler, dump(), load() and errors from here.

_pickle_pickler    Pickler, dump, dumps             _pickle_unpickler  Unpickler, load, loads
_pickle_save       values                           _pickle_load       opcodes
_pickle_reduce     objects by their reductions      _pickle_build      objects made and filled
_pickle_output     bytes and frames                 _pickle_input      bytes and frames
_pickle_globals    objects by name                  _pickle_buffer     PickleBuffer
"""

from __future__ import annotations

from protopython.objects.define import define_module

define_module("_pickle", "Pickles: values as bytes and back.")
