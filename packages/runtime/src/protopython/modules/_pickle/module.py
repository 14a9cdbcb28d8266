"""The module _pickle: the stock pickle.py takes its Pickler, Unpickler, dump(), load() and errors from here.

pickler            Pickler, dump, dumps                     unpickler  Unpickler, load, loads
save               values                                   load       opcodes
reduce             objects by their reductions              build      objects made and filled
output             bytes and frames                         input      bytes and frames
globals            objects by name                          buffer     PickleBuffer
"""

from __future__ import annotations

from protopython.objects.model.define import define_module

define_module("_pickle", "Pickles: values as bytes and back.")
