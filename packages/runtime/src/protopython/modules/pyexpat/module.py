"""The module pyexpat: parsers of XML, and its submodules `errors` and `model`."""

from __future__ import annotations

from typing import Final

from protodialect.types import Array, Value, i32, try_as, unwrap, wrap
from protodialect.unsafe import load32, load64
from protopython.engine.imports import new_module
from protopython.modules.pyexpat import handlers, library, methods
from protopython.modules.pyexpat.library import EXPAT, FEATURE_NAME, FEATURE_SIZE, FEATURE_VALUE
from protopython.modules.pyexpat.methods import create_parser, optional_text
from protopython.modules.pyexpat.parser import MODULE, PARSER, text_at
from protopython.modules.support.system_calls import ascii_at, c_long
from protopython.objects.dict.dict import W_Dict, dict_delete_str, dict_set, dict_set_str, new_dict
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model import errors
from protopython.objects.model.define import constant, define_module, function, module_init
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_None
from protopython.objects.tuple import new_tuple2, new_tuple_n
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, is_empty, same

__all__ = ["handlers", "methods"]

define_module(MODULE, "Parsing of XML, by the library Expat.")
constant(MODULE, "native_encoding", "UTF-8")
for _number, _name in enumerate(("NEVER", "UNLESS_STANDALONE", "ALWAYS")):
    constant(MODULE, f"XML_PARAM_ENTITY_PARSING_{_name}", _number)

_ERRORS = (
    ("NO_MEMORY", "out of memory"),
    ("SYNTAX", "syntax error"),
    ("NO_ELEMENTS", "no element found"),
    ("INVALID_TOKEN", "not well-formed (invalid token)"),
    ("UNCLOSED_TOKEN", "unclosed token"),
    ("PARTIAL_CHAR", "partial character"),
    ("TAG_MISMATCH", "mismatched tag"),
    ("DUPLICATE_ATTRIBUTE", "duplicate attribute"),
    ("JUNK_AFTER_DOC_ELEMENT", "junk after document element"),
    ("PARAM_ENTITY_REF", "illegal parameter entity reference"),
    ("UNDEFINED_ENTITY", "undefined entity"),
    ("RECURSIVE_ENTITY_REF", "recursive entity reference"),
    ("ASYNC_ENTITY", "asynchronous entity"),
    ("BAD_CHAR_REF", "reference to invalid character number"),
    ("BINARY_ENTITY_REF", "reference to binary entity"),
    ("ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"),
    ("MISPLACED_XML_PI", "XML or text declaration not at start of entity"),
    ("UNKNOWN_ENCODING", "unknown encoding"),
    ("INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"),
    ("UNCLOSED_CDATA_SECTION", "unclosed CDATA section"),
    ("EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"),
    ("NOT_STANDALONE", "document is not standalone"),
    ("UNEXPECTED_STATE", "unexpected parser state - please send a bug report"),
    ("ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"),
    ("FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"),
    ("CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"),
    ("UNBOUND_PREFIX", "unbound prefix"),
    ("UNDECLARING_PREFIX", "must not undeclare prefix"),
    ("INCOMPLETE_PE", "incomplete markup in parameter entity"),
    ("XML_DECL", "XML declaration not well-formed"),
    ("TEXT_DECL", "text declaration not well-formed"),
    ("PUBLICID", "illegal character(s) in public id"),
    ("SUSPENDED", "parser suspended"),
    ("NOT_SUSPENDED", "parser not suspended"),
    ("ABORTED", "parsing aborted"),
    ("FINISHED", "parsing finished"),
    ("SUSPEND_PE", "cannot suspend in external parameter entity"),
    ("RESERVED_PREFIX_XML", "reserved prefix (xml) must not be undeclared or bound to another namespace name"),
    ("RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"),
    ("RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"),
    ("INVALID_ARGUMENT", "invalid argument"),
    ("NO_BUFFER", "a successful prior call to function XML_GetBuffer is required"),
    ("AMPLIFICATION_LIMIT_BREACH", "limit on input amplification factor (from DTD and entities) breached"),
    ("NOT_STARTED", "parser not started"),
)
ERROR_NAMES: Final[Array[str]] = Array.of([f"XML_ERROR_{name}" for name, _text in _ERRORS])
"""Of the codes from 1 on."""
ERROR_TEXTS: Final[Array[str]] = Array.of([text for _name, text in _ERRORS])
"""For codes that the library does not know yet."""
_MODEL = (
    ("CTYPE_EMPTY", 1), ("CTYPE_ANY", 2), ("CTYPE_MIXED", 3), ("CTYPE_NAME", 4), ("CTYPE_CHOICE", 5), ("CTYPE_SEQ", 6),
    ("CQUANT_NONE", 0), ("CQUANT_OPT", 1), ("CQUANT_REP", 2), ("CQUANT_PLUS", 3),
)  # fmt: skip
MODEL_NAMES: Final[Array[str]] = Array.of([f"XML_{name}" for name, _number in _MODEL])
MODEL_NUMBERS: Final[Array[int]] = Array.of([number for _name, number in _MODEL])
LIMITS: Final[Array[str]] = Array.of(
    [
        "SetBillionLaughsAttackProtectionActivationThreshold", "SetBillionLaughsAttackProtectionMaximumAmplification",
        "SetAllocTrackerActivationThreshold", "SetAllocTrackerMaximumAmplification",
    ]
)  # fmt: skip
"""Methods for functions that an older library lacks."""


@module_init(MODULE)
def init_pyexpat(w_module: Value) -> None:
    EXPAT.open()
    for name in LIMITS:
        if EXPAT.address_of(f"XML_{name}") == 0:
            dict_delete_str(PARSER.dict, name)
    d = unwrap(W_Module, w_module).dict
    version = ascii_at(library.c_expat_version())
    dict_set_str(d, "EXPAT_VERSION", wrap(version))
    dict_set_str(d, "version_info", numbers_of(version))
    dict_set_str(d, "features", features())
    add_errors(submodule(d, "errors", "What errors are called, and their codes."))
    add_model(submodule(d, "model", "What content models consist of."))


def submodule(d: W_Dict, name: str, doc: str) -> W_Dict:
    m = new_module(f"{MODULE}.{name}", wrap(doc))
    dict_set_str(d, name, wrap(m))
    dict_set_str(context().space.modules, f"{MODULE}.{name}", wrap(m))
    return m.dict


def numbers_of(version: str) -> Value:
    """Of `expat_2.5.0`."""
    parts = version[version.find("_") + 1 : len(version)].split(".")
    t = new_tuple_n(len(parts))
    for i in range(len(parts)):
        t.items[i] = from_int(int(parts[i]))
    return wrap(t)


def features() -> Value:
    result = new_list()
    at = library.c_feature_list()
    while load32(at) != 0:
        list_append(result, wrap(new_tuple2(text_at(load64(at + FEATURE_NAME)), from_int(load64(at + FEATURE_VALUE)))))
        at += FEATURE_SIZE
    return wrap(result)


def add_errors(d: W_Dict) -> None:
    codes = new_dict()
    messages = new_dict()
    for i in range(len(ERROR_NAMES)):
        known = library.c_error_string(i32(i + 1))
        w_text = wrap(ERROR_TEXTS[i] if known == 0 else ascii_at(known))
        dict_set_str(d, ERROR_NAMES[i], w_text)
        dict_set(codes, w_text, from_int(i + 1))
        dict_set(messages, from_int(i + 1), w_text)
    dict_set_str(d, "codes", wrap(codes))
    dict_set_str(d, "messages", wrap(messages))


def add_model(d: W_Dict) -> None:
    for i in range(len(MODEL_NAMES)):
        dict_set_str(d, MODEL_NAMES[i], from_int(MODEL_NUMBERS[i]))


@function(
    MODULE,
    "ParserCreate(encoding=None, namespace_separator=None, intern=EMPTY)",
    doc="A new parser. namespace_separator: what stands between the namespace and the name of elements and attributes.",
    shown="($module, /, encoding=None, namespace_separator=None,\n             intern=<unrepresentable>)",
)
def parser_create(w_encoding: Value, w_separator: Value, w_intern: Value) -> Value:
    encoding = optional_text(w_encoding, "ParserCreate() argument 'encoding'")
    separator = optional_text(w_separator, "ParserCreate() argument 'namespace_separator'")
    if separator is not None and len(separator) > 1:
        raise errors.value_error("namespace_separator must be at most one character, omitted, or None")
    intern: W_Dict | None = None
    if is_empty(w_intern):
        intern = new_dict()
    elif not same(w_intern, w_None):
        intern = try_as(W_Dict, w_intern)
        if intern is None:
            raise errors.type_error("intern must be a dictionary")
    return wrap(create_parser(encoding, separator, intern))


@function(MODULE, "ErrorString(code, /)", doc="What an error code means; None: nothing.")
def error_string(w_code: Value) -> Value:
    return text_at(library.c_error_string(i32(c_long(w_code))))
