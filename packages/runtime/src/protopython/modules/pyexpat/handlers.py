"""The attributes of a parser that are its handlers."""

from __future__ import annotations

from protodialect.types import Value
from protopython.modules.pyexpat import callbacks as c
from protopython.modules.pyexpat.callbacks import handler_of, set_handler
from protopython.modules.pyexpat.parser import PARSER, W_XmlParser
from protopython.objects.model.define import getter, setter


@getter(PARSER, "StartElementHandler")
def start_element_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.START_ELEMENT)


@setter(PARSER, "StartElementHandler")
def set_start_element_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.START_ELEMENT, w_handler)


@getter(PARSER, "EndElementHandler")
def end_element_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.END_ELEMENT)


@setter(PARSER, "EndElementHandler")
def set_end_element_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.END_ELEMENT, w_handler)


@getter(PARSER, "ProcessingInstructionHandler")
def processing_instruction_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.PROCESSING_INSTRUCTION)


@setter(PARSER, "ProcessingInstructionHandler")
def set_processing_instruction_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.PROCESSING_INSTRUCTION, w_handler)


@getter(PARSER, "CharacterDataHandler")
def character_data_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.CHARACTER_DATA)


@setter(PARSER, "CharacterDataHandler")
def set_character_data_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.CHARACTER_DATA, w_handler)


@getter(PARSER, "UnparsedEntityDeclHandler")
def unparsed_entity_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.UNPARSED_ENTITY_DECL)


@setter(PARSER, "UnparsedEntityDeclHandler")
def set_unparsed_entity_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.UNPARSED_ENTITY_DECL, w_handler)


@getter(PARSER, "NotationDeclHandler")
def notation_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.NOTATION_DECL)


@setter(PARSER, "NotationDeclHandler")
def set_notation_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.NOTATION_DECL, w_handler)


@getter(PARSER, "StartNamespaceDeclHandler")
def start_namespace_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.START_NAMESPACE_DECL)


@setter(PARSER, "StartNamespaceDeclHandler")
def set_start_namespace_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.START_NAMESPACE_DECL, w_handler)


@getter(PARSER, "EndNamespaceDeclHandler")
def end_namespace_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.END_NAMESPACE_DECL)


@setter(PARSER, "EndNamespaceDeclHandler")
def set_end_namespace_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.END_NAMESPACE_DECL, w_handler)


@getter(PARSER, "CommentHandler")
def comment_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.COMMENT)


@setter(PARSER, "CommentHandler")
def set_comment_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.COMMENT, w_handler)


@getter(PARSER, "StartCdataSectionHandler")
def start_cdata_section_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.START_CDATA_SECTION)


@setter(PARSER, "StartCdataSectionHandler")
def set_start_cdata_section_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.START_CDATA_SECTION, w_handler)


@getter(PARSER, "EndCdataSectionHandler")
def end_cdata_section_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.END_CDATA_SECTION)


@setter(PARSER, "EndCdataSectionHandler")
def set_end_cdata_section_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.END_CDATA_SECTION, w_handler)


@getter(PARSER, "DefaultHandler")
def default_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.DEFAULT)


@setter(PARSER, "DefaultHandler")
def set_default_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.DEFAULT, w_handler)


@getter(PARSER, "DefaultHandlerExpand")
def default_expand_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.DEFAULT_EXPAND)


@setter(PARSER, "DefaultHandlerExpand")
def set_default_expand_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.DEFAULT_EXPAND, w_handler)


@getter(PARSER, "NotStandaloneHandler")
def not_standalone_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.NOT_STANDALONE)


@setter(PARSER, "NotStandaloneHandler")
def set_not_standalone_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.NOT_STANDALONE, w_handler)


@getter(PARSER, "ExternalEntityRefHandler")
def external_entity_ref_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.EXTERNAL_ENTITY_REF)


@setter(PARSER, "ExternalEntityRefHandler")
def set_external_entity_ref_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.EXTERNAL_ENTITY_REF, w_handler)


@getter(PARSER, "StartDoctypeDeclHandler")
def start_doctype_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.START_DOCTYPE_DECL)


@setter(PARSER, "StartDoctypeDeclHandler")
def set_start_doctype_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.START_DOCTYPE_DECL, w_handler)


@getter(PARSER, "EndDoctypeDeclHandler")
def end_doctype_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.END_DOCTYPE_DECL)


@setter(PARSER, "EndDoctypeDeclHandler")
def set_end_doctype_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.END_DOCTYPE_DECL, w_handler)


@getter(PARSER, "EntityDeclHandler")
def entity_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.ENTITY_DECL)


@setter(PARSER, "EntityDeclHandler")
def set_entity_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.ENTITY_DECL, w_handler)


@getter(PARSER, "XmlDeclHandler")
def xml_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.XML_DECL)


@setter(PARSER, "XmlDeclHandler")
def set_xml_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.XML_DECL, w_handler)


@getter(PARSER, "ElementDeclHandler")
def element_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.ELEMENT_DECL)


@setter(PARSER, "ElementDeclHandler")
def set_element_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.ELEMENT_DECL, w_handler)


@getter(PARSER, "AttlistDeclHandler")
def attlist_decl_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.ATTLIST_DECL)


@setter(PARSER, "AttlistDeclHandler")
def set_attlist_decl_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.ATTLIST_DECL, w_handler)


@getter(PARSER, "SkippedEntityHandler")
def skipped_entity_handler(self: W_XmlParser) -> Value:
    return handler_of(self, c.SKIPPED_ENTITY)


@setter(PARSER, "SkippedEntityHandler")
def set_skipped_entity_handler(self: W_XmlParser, w_handler: Value) -> Value:
    return set_handler(self, c.SKIPPED_ENTITY, w_handler)
