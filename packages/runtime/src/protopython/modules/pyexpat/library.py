"""The system's expat.

Only XML_Parse and XML_ParseBuffer call back. What returns an XML_Bool sets but the lowest byte of its result: see `truth`.

    struct XML_Content    type 4 | quant 4 | name 8 | numchildren 4, pad | children 8
    struct XML_Encoding   map 256 * 4 | data 8 | convert 8 | release 8; the first is all zero when it is handed out
    struct XML_Feature    feature 4, pad | name 8 | value 8; the last one has feature 0
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import Final

from protodialect.types import i32
from protodialect.unsafe import Addr, bits_float, c_function
from protopython.modules.support.system_library import SystemLibrary
from protopython.objects.model.packing import narrow_bits

EXPAT: Final[SystemLibrary] = SystemLibrary("expat", "pyexpat", ["libexpat.so.1"], "libexpat1 (Debian), expat (Fedora)")

ERROR_INVALID_ARGUMENT: Final[int] = 41
CONTENT_SIZE: Final[int] = 32
CONTENT_QUANT: Final[int] = 4
CONTENT_NAME: Final[int] = 8
CONTENT_COUNT: Final[int] = 16
CONTENT_CHILDREN: Final[int] = 24
FEATURE_SIZE: Final[int] = 24
FEATURE_NAME: Final[int] = 8
FEATURE_VALUE: Final[int] = 16


def truth(result: int) -> bool:
    """Of an XML_Bool."""
    return result & 0xFF != 0


def as_c_float(x: float) -> float:
    """What, handed over as a double, a function that takes a C float sees as x: it looks at the lower half of the register."""
    bits = narrow_bits(x, 8, 23)
    if bits < 0:
        bits = 0x7F800000
    return bits_float(bits | 0x80000000 if x < 0.0 else bits)


# --- the library, errors -----------------------------------------------------------------------------------------------------


@c_function("XML_ExpatVersion", errno=False, library="expat")
def c_expat_version() -> Addr: ...


@c_function("XML_GetFeatureList", errno=False, library="expat")
def c_feature_list() -> Addr: ...


@c_function("XML_ErrorString", errno=False, library="expat")
def c_error_string(code: i32) -> Addr: ...


@c_function("XML_GetErrorCode", errno=False, library="expat")
def c_error_code(parser: Addr) -> i32: ...


# --- parsers -----------------------------------------------------------------------------------------------------------------


@c_function("XML_ParserCreate_MM", errno=False, library="expat")
def c_parser_create(encoding: Addr, memory: Addr, separator: Addr) -> Addr: ...


@c_function("XML_ExternalEntityParserCreate", errno=False, library="expat")
def c_external_parser_create(parser: Addr, context: Addr, encoding: Addr) -> Addr: ...


@c_function("XML_ParserFree", errno=False, library="expat")
def c_parser_free(parser: Addr) -> None: ...


@c_function("XML_SetUserData", errno=False, library="expat")
def c_set_user_data(parser: Addr, user: Addr) -> None: ...


@c_function("XML_StopParser", errno=False, library="expat")
def c_stop_parser(parser: Addr, resumable: i32) -> i32: ...


@c_function("XML_FreeContentModel", errno=False, library="expat")
def c_free_content_model(parser: Addr, model: Addr) -> None: ...


# --- parsing -----------------------------------------------------------------------------------------------------------------


@c_function("XML_Parse", blocking=True, errno=False, library="expat")
def c_parse(parser: Addr, at: Addr, n: i32, final: i32) -> i32: ...


@c_function("XML_GetBuffer", errno=False, library="expat")
def c_get_buffer(parser: Addr, n: i32) -> Addr: ...


@c_function("XML_ParseBuffer", blocking=True, errno=False, library="expat")
def c_parse_buffer(parser: Addr, n: i32, final: i32) -> i32: ...


# --- where it is -------------------------------------------------------------------------------------------------------------


@c_function("XML_GetCurrentLineNumber", errno=False, library="expat")
def c_line_number(parser: Addr) -> int: ...


@c_function("XML_GetCurrentColumnNumber", errno=False, library="expat")
def c_column_number(parser: Addr) -> int: ...


@c_function("XML_GetCurrentByteIndex", errno=False, library="expat")
def c_byte_index(parser: Addr) -> int: ...


@c_function("XML_GetInputContext", errno=False, library="expat")
def c_input_context(parser: Addr, offset: Addr, size: Addr) -> Addr: ...


@c_function("XML_GetSpecifiedAttributeCount", errno=False, library="expat")
def c_specified_count(parser: Addr) -> i32: ...


# --- settings ----------------------------------------------------------------------------------------------------------------


@c_function("XML_SetEncoding", errno=False, library="expat")
def c_set_encoding(parser: Addr, encoding: Addr) -> i32: ...


@c_function("XML_SetBase", errno=False, library="expat")
def c_set_base(parser: Addr, base: Addr) -> i32: ...


@c_function("XML_GetBase", errno=False, library="expat")
def c_get_base(parser: Addr) -> Addr: ...


@c_function("XML_SetReturnNSTriplet", errno=False, library="expat")
def c_set_namespace_triplets(parser: Addr, on: i32) -> None: ...


@c_function("XML_SetParamEntityParsing", errno=False, library="expat")
def c_set_param_entity_parsing(parser: Addr, flag: i32) -> i32: ...


@c_function("XML_UseForeignDTD", errno=False, library="expat")
def c_use_foreign_dtd(parser: Addr, flag: i32) -> i32: ...


@c_function("XML_SetReparseDeferralEnabled", errno=False, library="expat", optional=True)
def c_set_reparse_deferral(parser: Addr, on: i32) -> i32: ...


@c_function("XML_SetBillionLaughsAttackProtectionActivationThreshold", errno=False, library="expat", optional=True)
def c_set_laughs_threshold(parser: Addr, bytes: int) -> i32: ...


@c_function("XML_SetBillionLaughsAttackProtectionMaximumAmplification", errno=False, library="expat", optional=True)
def c_set_laughs_factor(parser: Addr, factor: float) -> i32: ...


@c_function("XML_SetAllocTrackerActivationThreshold", errno=False, library="expat", optional=True)
def c_set_allocation_threshold(parser: Addr, bytes: int) -> i32: ...


@c_function("XML_SetAllocTrackerMaximumAmplification", errno=False, library="expat", optional=True)
def c_set_allocation_factor(parser: Addr, factor: float) -> i32: ...


# --- handlers ----------------------------------------------------------------------------------------------------------------


@c_function("XML_SetUnknownEncodingHandler", errno=False, library="expat")
def c_on_unknown_encoding(parser: Addr, handler: Addr, data: Addr) -> None: ...


@c_function("XML_SetStartElementHandler", errno=False, library="expat")
def c_on_start_element(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetEndElementHandler", errno=False, library="expat")
def c_on_end_element(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetProcessingInstructionHandler", errno=False, library="expat")
def c_on_processing_instruction(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetCharacterDataHandler", errno=False, library="expat")
def c_on_character_data(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetUnparsedEntityDeclHandler", errno=False, library="expat")
def c_on_unparsed_entity_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetNotationDeclHandler", errno=False, library="expat")
def c_on_notation_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetStartNamespaceDeclHandler", errno=False, library="expat")
def c_on_start_namespace_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetEndNamespaceDeclHandler", errno=False, library="expat")
def c_on_end_namespace_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetCommentHandler", errno=False, library="expat")
def c_on_comment(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetStartCdataSectionHandler", errno=False, library="expat")
def c_on_start_cdata_section(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetEndCdataSectionHandler", errno=False, library="expat")
def c_on_end_cdata_section(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetDefaultHandler", errno=False, library="expat")
def c_on_default(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetDefaultHandlerExpand", errno=False, library="expat")
def c_on_default_expand(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetNotStandaloneHandler", errno=False, library="expat")
def c_on_not_standalone(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetExternalEntityRefHandler", errno=False, library="expat")
def c_on_external_entity_ref(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetStartDoctypeDeclHandler", errno=False, library="expat")
def c_on_start_doctype_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetEndDoctypeDeclHandler", errno=False, library="expat")
def c_on_end_doctype_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetEntityDeclHandler", errno=False, library="expat")
def c_on_entity_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetXmlDeclHandler", errno=False, library="expat")
def c_on_xml_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetElementDeclHandler", errno=False, library="expat")
def c_on_element_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetAttlistDeclHandler", errno=False, library="expat")
def c_on_attlist_decl(parser: Addr, handler: Addr) -> None: ...


@c_function("XML_SetSkippedEntityHandler", errno=False, library="expat")
def c_on_skipped_entity(parser: Addr, handler: Addr) -> None: ...
