"""The module _elementtree: what xml.etree.ElementTree takes from native code."""

from __future__ import annotations

from protodialect.types import Value
from protopython.modules._elementtree import builder, copies, iterator, methods, parser
from protopython.modules._elementtree.element import MODULE
from protopython.objects.model.define import define_module, module_init
from protopython.objects.model.stock import stock_module

__all__ = ["builder", "copies", "iterator", "methods", "parser"]

define_module(MODULE, "Elements of XML documents, and parsers that make trees of them.")


@module_init(MODULE)
def init_element_tree(_w_module: Value) -> None:
    stock_module("pyexpat")
    stock_module("copy")
    stock_module("xml.etree.ElementPath")
