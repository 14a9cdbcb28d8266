"""The module _sre: Pattern, Match and Scanner objects over the matcher of _sre/match.py."""

from __future__ import annotations

from typing import Final

from protodialect.types import EMPTY, Array, Value, copy_array, try_as, u32, unwrap, wrap
from protopython.modules._sre.chars import Program, lower_ascii, lower_unicode, new_program, upper_unicode
from protopython.modules._sre.match import Matcher
from protopython.objects.dict.dict import (
    W_Dict,
    dict_get,
    dict_get_str,
    dict_set,
    dict_snapshot,
    new_dict,
    table_key,
    table_next,
    table_value,
)
from protopython.objects.generic_alias import new_generic_alias
from protopython.objects.int.bigint import new_int
from protopython.objects.int.int import int_low64, int_to_i64
from protopython.objects.iterators import new_callable_iterator
from protopython.objects.list.list import W_List, list_append, list_get, list_length, list_snapshot, new_list
from protopython.objects.mappingproxy import new_mapping_proxy
from protopython.objects.model.attributes import getattr_of
from protopython.objects.model.buffer import bytes_of_buffer
from protopython.objects.model.call import call1, call2
from protopython.objects.model.define import (
    OBJECT,
    class_method,
    constant,
    define_module,
    define_type,
    function,
    getter,
    method,
)
from protopython.objects.model.errors import index_error, type_error
from protopython.objects.model.operations import (
    equal,
    has_index,
    hash_of,
    index_of,
    index_value,
    int_arg,
    repr_of,
    unpack_to_list,
)
from protopython.objects.model.special import Special
from protopython.objects.model.types import special, type_name
from protopython.objects.singletons import new_bool, w_None, w_NotImplemented
from protopython.objects.str.methods import c_int
from protopython.objects.str.str import as_str
from protopython.objects.str.string_builder import BytesBuilder, StringBuilder
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple_n
from protopython.protocore.object import TypeFlags, W_Object
from protopython.protocore.thread import context
from protopython.protocore.value import from_int, int_value, is_empty, is_int, same

MAGIC: Final[int] = 20230612
FLAG_LOCALE: Final[int] = 4
FLAG_UNICODE: Final[int] = 32
FLAG_DEBUG: Final[int] = 128
FLAG_ASCII: Final[int] = 256

define_module("_sre", "")
constant("_sre", "MAGIC", MAGIC)
constant("_sre", "CODESIZE", 4)
constant("_sre", "MAXREPEAT", 4294967295)
constant("_sre", "MAXGROUPS", 1073741823)
constant("_sre", "copyright", " SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ")


class W_Pattern(W_Object):
    w_pattern: Value
    """str, bytes, or None when compiled from a parsed form."""
    flags: int
    program: Program
    groups: int
    group_index: W_Dict
    """Group name -> number."""
    index_group: W_Tuple
    """Number -> group name or None."""
    kind: int
    """1: for str, 2: for bytes, 0: for both."""


class W_Match(W_Object):
    pattern: W_Pattern
    w_string: Value
    text: str
    data: bytes
    is_text: bool
    pos: int
    endpos: int
    last_index: int
    spans: Array[int]
    """Start and end of the whole match, then of each group; -1: did not take part."""


class W_Scanner(W_Object):
    pattern: W_Pattern
    subject: Subject
    matcher: Matcher


class W_Template(W_Object):
    """A replacement, taken apart: literal, (group, literal) ..."""

    w_literal: Value
    groups: Array[int]
    literals: Array[Value]


PATTERN = define_type(
    "Pattern", W_Pattern, OBJECT, flags=0, module="re", doc="Compiled regular expression object."
)
MATCH = define_type(
    "Match", W_Match, OBJECT, flags=TypeFlags.NOT_COUNTED, module="re", doc="The result of re.match() and re.search()."
)
SCANNER = define_type("SRE_Scanner", W_Scanner, OBJECT, flags=0, module="_sre")
TEMPLATE = define_type("SRE_Template", W_Template, OBJECT, flags=0, module="_sre")


class Subject:
    """What is searched: a str, or the bytes of a bytes-like value."""

    w_string: Value
    text: str
    data: bytes
    is_text: bool
    start: int
    end: int

    def __init__(self, pattern: W_Pattern, w_string: Value, start: int, end: int) -> None:
        self.w_string = w_string
        s = as_str(w_string)
        n = 0
        if s is not None:
            if pattern.kind == 2:
                raise type_error("cannot use a bytes pattern on a string-like object")
            self.text = s
            self.data = b""
            self.is_text = True
            n = len(s)
        else:
            data = bytes_of_buffer(w_string)
            if data is None:
                raise type_error(f"expected string or bytes-like object, got '{type_name(w_string)}'")
            if pattern.kind == 1:
                raise type_error("cannot use a string pattern on a bytes-like object")
            self.text = ""
            self.data = data
            self.is_text = False
            n = len(data)
        self.start = min(max(start, 0), n)
        self.end = min(max(end, 0), n)

    def piece(self, start: int, end: int) -> Value:
        if self.is_text:
            return wrap(self.text[start:end])
        return wrap(self.data[start:end])

    def matcher(self, pattern: W_Pattern) -> Matcher:
        return Matcher(
            pattern.program, pattern.groups, self.text, self.data, self.is_text, self.start, self.end
        )


def subject_of(pattern: W_Pattern, w_string: Value, w_pos: Value, w_endpos: Value) -> Subject:
    return Subject(pattern, w_string, int_arg(w_pos), int_arg(w_endpos))


# --- compiling ------------------------------------------------------------------------------------


@function("_sre", "compile(pattern, flags, code, groups, groupindex, indexgroup)")
def sre_compile(
    w_pattern: Value, w_flags: Value, w_code: Value, w_groups: Value, w_groupindex: Value, w_indexgroup: Value
) -> Value:
    w_list = try_as(W_List, w_code)
    group_index = try_as(W_Dict, w_groupindex)
    index_group = try_as(W_Tuple, w_indexgroup)
    if w_list is None or group_index is None or index_group is None:
        raise type_error("compile() takes a list of codes, a dict and a tuple")
    items = list_snapshot(w_list)
    n = len(items)
    code = Array[u32](n, u32(0))
    for i in range(n):
        code[i] = u32(int_low64(index_value(items[i])))
    p = W_Pattern()
    p.w_pattern = w_pattern
    p.flags = index_of(w_flags)
    p.program = new_program(code)
    p.groups = index_of(w_groups)
    p.group_index = group_index
    p.index_group = index_group
    p.kind = 0 if same(w_pattern, w_None) else 1 if as_str(w_pattern) is not None else 2
    return wrap(p)


@function("_sre", "getcodesize()")
def sre_getcodesize() -> Value:
    return from_int(4)


@function(
    "_sre",
    "template(pattern, template, /)",
    doc="A replacement from a list of literals and group numbers in turn.",
)
def sre_template(w_pattern: Value, w_template: Value) -> Value:
    items = unpack_to_list(w_template)
    n = list_length(items)
    if n % 2 == 0:
        raise type_error("invalid template")
    t = W_Template()
    t.w_literal = list_get(items, 0)
    t.groups = Array[int](n // 2, 0)
    t.literals = Array[Value](n // 2, EMPTY)
    for k in range(n // 2):
        index = index_of(list_get(items, 2 * k + 1))
        if index < 0:
            raise type_error("invalid template")
        t.groups[k] = index
        t.literals[k] = list_get(items, 2 * k + 2)
    return wrap(t)


def is_code_point(c: int) -> bool:
    return 0 <= c <= 0x10FFFF


@function("_sre", "ascii_iscased(character, /)")
def sre_ascii_iscased(w_c: Value) -> Value:
    c = c_int(w_c)
    return new_bool(0 <= c < 128 and 65 <= (c & 0xDF) <= 90)


@function("_sre", "unicode_iscased(character, /)")
def sre_unicode_iscased(w_c: Value) -> Value:
    c = c_int(w_c)
    return new_bool(is_code_point(c) and (lower_unicode(c) != c or upper_unicode(c) != c))


@function("_sre", "ascii_tolower(character, /)")
def sre_ascii_tolower(w_c: Value) -> Value:
    return from_int(lower_ascii(c_int(w_c)))


@function("_sre", "unicode_tolower(character, /)")
def sre_unicode_tolower(w_c: Value) -> Value:
    c = c_int(w_c)
    return from_int(lower_unicode(c) if is_code_point(c) else c)


# --- Pattern --------------------------------------------------------------------------------------


def new_match(pattern: W_Pattern, subject: Subject, m: Matcher) -> Value:
    w = W_Match()
    w.pattern = pattern
    w.w_string = subject.w_string
    w.text = subject.text
    w.data = subject.data
    w.is_text = subject.is_text
    w.pos = subject.start
    w.endpos = subject.end
    w.last_index = m.last_index
    spans = Array[int](2 * pattern.groups + 2, -1)
    spans[0] = m.start
    spans[1] = m.position
    copy_array(spans, 2, m.marks, 0, 2 * pattern.groups)
    for g in range(1, pattern.groups + 1):
        if spans[2 * g] < 0 or spans[2 * g + 1] < spans[2 * g]:
            spans[2 * g] = -1
            spans[2 * g + 1] = -1
    w.spans = spans
    return wrap(w)


@method(
    PATTERN,
    "match(self, string, pos=0, endpos=9223372036854775807)",
    doc="Matches zero or more characters at the beginning of the string.",
    shown="($self, /, string, pos=0, endpos=sys.maxsize)",
)
def pattern_match(self: W_Pattern, w_string: Value, w_pos: Value, w_endpos: Value) -> Value:
    subject = subject_of(self, w_string, w_pos, w_endpos)
    m = subject.matcher(self)
    if subject.start <= subject.end and m.match_here(subject.start):
        return new_match(self, subject, m)
    return w_None


@method(
    PATTERN,
    "fullmatch(self, string, pos=0, endpos=9223372036854775807)",
    doc="Matches against all of the string.",
    shown="($self, /, string, pos=0, endpos=sys.maxsize)",
)
def pattern_fullmatch(self: W_Pattern, w_string: Value, w_pos: Value, w_endpos: Value) -> Value:
    subject = subject_of(self, w_string, w_pos, w_endpos)
    m = subject.matcher(self)
    m.match_all = True
    if subject.start <= subject.end and m.match_here(subject.start):
        return new_match(self, subject, m)
    return w_None


@method(
    PATTERN,
    "search(self, string, pos=0, endpos=9223372036854775807)",
    doc="Scans through string looking for a match; None if there is none.",
    shown="($self, /, string, pos=0, endpos=sys.maxsize)",
)
def pattern_search(self: W_Pattern, w_string: Value, w_pos: Value, w_endpos: Value) -> Value:
    subject = subject_of(self, w_string, w_pos, w_endpos)
    m = subject.matcher(self)
    if m.search():
        return new_match(self, subject, m)
    return w_None


def after_match(m: Matcher) -> None:
    """Prepares for the match after the one just found."""
    m.must_advance = m.position if m.position == m.start else -1


@method(
    PATTERN,
    "findall(self, string, pos=0, endpos=9223372036854775807)",
    doc="A list of all non-overlapping matches.",
    shown="($self, /, string, pos=0, endpos=sys.maxsize)",
)
def pattern_findall(self: W_Pattern, w_string: Value, w_pos: Value, w_endpos: Value) -> Value:
    subject = subject_of(self, w_string, w_pos, w_endpos)
    m = subject.matcher(self)
    result = new_list()
    while m.search():
        if self.groups == 0:
            list_append(result, subject.piece(m.start, m.position))
        elif self.groups == 1:
            list_append(result, captured(subject, m, 0))
        else:
            t = new_tuple_n(self.groups)
            for g in range(self.groups):
                t.items[g] = captured(subject, m, g)
            list_append(result, wrap(t))
        after_match(m)
    return wrap(result)


def captured(subject: Subject, m: Matcher, g: int) -> Value:
    """Group g + 1, empty if it did not take part."""
    start = m.marks[2 * g]
    end = m.marks[2 * g + 1]
    return subject.piece(0, 0) if start < 0 or end < start else subject.piece(start, end)


@method(PATTERN, "split(self, string, maxsplit=0)", doc="Splits string by the occurrences of the pattern.")
def pattern_split(self: W_Pattern, w_string: Value, w_maxsplit: Value) -> Value:
    limit = int_arg(w_maxsplit)
    subject = Subject(self, w_string, 0, (1 << 62))
    m = subject.matcher(self)
    result = new_list()
    last = 0
    n = 0
    while (limit == 0 or n < limit) and m.search():
        list_append(result, subject.piece(last, m.start))
        for g in range(self.groups):
            start = m.marks[2 * g]
            end = m.marks[2 * g + 1]
            list_append(result, w_None if start < 0 or end < start else subject.piece(start, end))
        n += 1
        last = m.position
        after_match(m)
    list_append(result, subject.piece(last, subject.end))
    return wrap(result)


@method(
    PATTERN, "scanner(self, string, pos=0, endpos=9223372036854775807)", shown="($self, /, string, pos=0, endpos=sys.maxsize)"
)
def pattern_scanner(self: W_Pattern, w_string: Value, w_pos: Value, w_endpos: Value) -> Value:
    return wrap(new_scanner(self, subject_of(self, w_string, w_pos, w_endpos)))


def new_scanner(pattern: W_Pattern, subject: Subject) -> W_Scanner:
    w = W_Scanner()
    w.pattern = pattern
    w.subject = subject
    w.matcher = subject.matcher(pattern)
    return w


@method(
    PATTERN,
    "finditer(self, string, pos=0, endpos=9223372036854775807)",
    doc="An iterator over all non-overlapping matches.",
    shown="($self, /, string, pos=0, endpos=sys.maxsize)",
)
def pattern_finditer(self: W_Pattern, w_string: Value, w_pos: Value, w_endpos: Value) -> Value:
    w_scanner = wrap(new_scanner(self, subject_of(self, w_string, w_pos, w_endpos)))
    return new_callable_iterator(getattr_of(w_scanner, "search"), w_None)


# --- replacing ------------------------------------------------------------------------------------


class Output:
    """Pieces of a str or of bytes, put together."""

    is_text: bool
    text: StringBuilder
    data: BytesBuilder
    pieces: int

    def __init__(self, is_text: bool) -> None:
        self.is_text = is_text
        self.text = StringBuilder(16)
        self.data = BytesBuilder(16)
        self.pieces = 0

    def append(self, w_piece: Value) -> None:
        if self.is_text:
            s = as_str(w_piece)
            if s is None:
                raise type_error(
                    f"sequence item {self.pieces}: expected str instance, {type_name(w_piece)} found"
                )
            self.text.append(s)
        else:
            data = bytes_of_buffer(w_piece)
            if data is None:
                raise type_error(
                    f"sequence item {self.pieces}: expected a bytes-like object, {type_name(w_piece)} found"
                )
            self.data.append(data)
        self.pieces += 1

    def append_part(self, subject: Subject, start: int, end: int) -> None:
        if self.is_text:
            self.text.append_slice(subject.text, start, end)
        else:
            self.data.append_slice(subject.data, start, end)
        self.pieces += 1

    def result(self) -> Value:
        return wrap(self.text.to_str()) if self.is_text else wrap(self.data.to_bytes())


def is_template(w_replacement: Value) -> bool:
    """Whether re has to look at a replacement: it has backslashes, or is no text at all."""
    s = as_str(w_replacement)
    if s is not None:
        return s.find("\\") >= 0
    data = bytes_of_buffer(w_replacement)
    return data is None or data.find(b"\\") >= 0


def compile_template(pattern: W_Pattern, w_template: Value) -> Value:
    """What re._compile_template makes of a replacement with backslashes."""
    w_module = call1(dict_get_str(context().space.builtins, "__import__"), wrap("re"))
    from_re = getattr_of(w_module, "_compile_template")
    return call2(from_re, wrap(pattern), w_template)


def append_expanded(out: Output, t: W_Template, subject: Subject, m: Matcher) -> None:
    append_nonempty(out, t.w_literal)
    for k in range(len(t.groups)):
        g = t.groups[k]
        start = m.start if g == 0 else m.marks[2 * g - 2]
        end = m.position if g == 0 else m.marks[2 * g - 1]
        if start >= 0 and end >= start:
            out.append_part(subject, start, end)
        append_nonempty(out, t.literals[k])


def append_nonempty(out: Output, w_literal: Value) -> None:
    s = as_str(w_literal)
    if s is not None and len(s) == 0:
        return
    out.append(w_literal)


def substitute(
    pattern: W_Pattern, w_replacement: Value, w_string: Value, w_count: Value
) -> tuple[Value, int]:
    limit = int_arg(w_count)
    is_call = not is_empty(special(w_replacement, Special.CALL))
    template: W_Template | None = None
    if not is_call and is_template(w_replacement):
        w_template = compile_template(pattern, w_replacement)
        template = try_as(W_Template, w_template)
        if template is None:
            w_replacement = w_template
        elif len(template.groups) == 0:
            w_replacement = template.w_literal
            template = None
    subject = Subject(pattern, w_string, 0, (1 << 62))
    m = subject.matcher(pattern)
    out = Output(subject.is_text)
    last = 0
    n = 0
    while (limit == 0 or n < limit) and m.search():
        if last < m.start:
            out.append_part(subject, last, m.start)
        if is_call:
            start = m.start
            position = m.position
            w_piece = call1(w_replacement, new_match(pattern, subject, m))
            m.start = start
            m.position = position
            if not same(w_piece, w_None):
                out.append(w_piece)
        elif template is not None:
            append_expanded(out, template, subject, m)
        else:
            out.append(w_replacement)
        n += 1
        last = m.position
        after_match(m)
    if n == 0 and is_exact(w_string):
        return w_string, 0
    out.append_part(subject, last, subject.end)
    return out.result(), n


def is_exact(w_string: Value) -> bool:
    return try_as(str, w_string) is not None or try_as(bytes, w_string) is not None


@method(
    PATTERN,
    "sub(self, repl, string, count=0)",
    doc="The string with the leftmost occurrences of the pattern replaced.",
)
def pattern_sub(self: W_Pattern, w_replacement: Value, w_string: Value, w_count: Value) -> Value:
    w_result, _ = substitute(self, w_replacement, w_string, w_count)
    return w_result


@method(
    PATTERN,
    "subn(self, repl, string, count=0)",
    doc="Like sub, with the number of replacements: (string, number).",
)
def pattern_subn(self: W_Pattern, w_replacement: Value, w_string: Value, w_count: Value) -> Value:
    w_result, n = substitute(self, w_replacement, w_string, w_count)
    return wrap(new_tuple2(w_result, from_int(n)))


# --- Pattern: the rest ----------------------------------------------------------------------------


@getter(PATTERN, "pattern", doc="The pattern string from which the RE object was compiled.", member=True)
def pattern_pattern(self: W_Pattern) -> Value:
    return self.w_pattern


@getter(PATTERN, "flags", doc="The regex matching flags.", member=True)
def pattern_flags(self: W_Pattern) -> Value:
    return from_int(self.flags)


@getter(PATTERN, "groups", doc="The number of capturing groups in the pattern.", member=True)
def pattern_groups(self: W_Pattern) -> Value:
    return from_int(self.groups)


@getter(PATTERN, "groupindex", doc="A dictionary mapping group names to group numbers.")
def pattern_groupindex(self: W_Pattern) -> Value:
    return new_mapping_proxy(wrap(self.group_index))


FLAG_NAMES: list[str] = [
    "re.IGNORECASE",
    "re.LOCALE",
    "re.MULTILINE",
    "re.DOTALL",
    "re.UNICODE",
    "re.VERBOSE",
    "re.DEBUG",
    "re.ASCII",
]
"""Of the bits from 2 on."""


@method(PATTERN, "__repr__(self, /)", doc="Return repr(self).")
def pattern_repr(self: W_Pattern) -> Value:
    flags = self.flags
    if self.kind == 1 and (flags & (FLAG_LOCALE | FLAG_UNICODE | FLAG_ASCII)) == FLAG_UNICODE:
        flags &= ~FLAG_UNICODE
    shown = repr_of(self.w_pattern)
    out = StringBuilder(len(shown) + 32)
    out.append("re.compile(")
    out.append_slice(shown, 0, min(len(shown), 200))
    separator = ", "
    for k in range(len(FLAG_NAMES)):
        bit = 2 << k
        if (flags & bit) != 0:
            out.append(separator)
            out.append(FLAG_NAMES[k])
            separator = "|"
            flags &= ~bit
    if flags != 0:
        out.append(separator)
        out.append(hex_number(flags))
    out.append_char(41)
    return wrap(out.to_str())


def hex_number(x: int) -> str:
    digits = ""
    while x != 0:
        digits = "0123456789abcdef"[x & 15] + digits
        x >>= 4
    return "0x" + digits


@method(PATTERN, "__eq__(self, value, /)", doc="Return self==value.")
def pattern_eq(self: W_Pattern, w_other: Value) -> Value:
    other = try_as(W_Pattern, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(same_pattern(self, other))


@method(PATTERN, "__ne__(self, value, /)", doc="Return self!=value.")
def pattern_ne(self: W_Pattern, w_other: Value) -> Value:
    other = try_as(W_Pattern, w_other)
    if other is None:
        return w_NotImplemented
    return new_bool(not same_pattern(self, other))


def same_pattern(a: W_Pattern, b: W_Pattern) -> bool:
    if a is b:
        return True
    if a.flags != b.flags or a.kind != b.kind or len(a.program.code) != len(b.program.code):
        return False
    for i in range(len(a.program.code)):
        if a.program.code[i] != b.program.code[i]:
            return False
    return equal(a.w_pattern, b.w_pattern)


@method(PATTERN, "__hash__(self, /)", doc="Return hash(self).")
def pattern_hash(self: W_Pattern) -> Value:
    return new_int(hash_of(self.w_pattern) ^ self.flags ^ (self.groups << 8))


@method(PATTERN, "__copy__(self, /)")
def pattern_copy(self: W_Pattern) -> Value:
    return wrap(self)


@method(PATTERN, "__deepcopy__(self, memo, /)")
def pattern_deepcopy(self: W_Pattern, w_memo: Value) -> Value:
    return wrap(self)


@class_method(PATTERN, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def pattern_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


# --- Match ----------------------------------------------------------------------------------------


def group_number(m: W_Match, w_group: Value) -> int:
    """A group given by number or name; IndexError if there is none."""
    i = -1
    if has_index(w_group):
        i, too_big = int_to_i64(index_value(w_group))
        if too_big:
            i = -1
    else:
        w_index = dict_get(m.pattern.group_index, w_group)
        if not is_empty(w_index) and is_int(w_index):
            i = int_value(w_index)
    if i < 0 or i > m.pattern.groups:
        raise index_error("no such group")
    return i


def group_text(m: W_Match, g: int, w_default: Value) -> Value:
    start = m.spans[2 * g]
    if start < 0:
        return w_default
    end = m.spans[2 * g + 1]
    return wrap(m.text[start:end]) if m.is_text else wrap(m.data[start:end])


@method(MATCH, "group(self, *args)", doc="The text of groups; of the whole match without arguments.", shown="")
def match_group(self: W_Match, w_args: Value) -> Value:
    args = unwrap(W_Tuple, w_args)
    if args.length == 0:
        return group_text(self, 0, w_None)
    if args.length == 1:
        return group_text(self, group_number(self, args.items[0]), w_None)
    t = new_tuple_n(args.length)
    for i in range(args.length):
        t.items[i] = group_text(self, group_number(self, args.items[i]), w_None)
    return wrap(t)


@method(MATCH, "__getitem__(self, key, /)", doc="Return self[key].")
def match_getitem(self: W_Match, w_key: Value) -> Value:
    return group_text(self, group_number(self, w_key), w_None)


@method(MATCH, "groups(self, default=None)", doc="A tuple of all groups' texts.")
def match_groups(self: W_Match, w_default: Value) -> Value:
    t = new_tuple_n(self.pattern.groups)
    for g in range(self.pattern.groups):
        t.items[g] = group_text(self, g + 1, w_default)
    return wrap(t)


@method(MATCH, "groupdict(self, default=None)", doc="A dict of all named groups' texts.")
def match_groupdict(self: W_Match, w_default: Value) -> Value:
    result = new_dict()
    names = dict_snapshot(self.pattern.group_index)
    i = table_next(names, 0)
    while i >= 0:
        dict_set(result, table_key(names, i), group_text(self, index_of(table_value(names, i)), w_default))
        i = table_next(names, i + 1)
    return wrap(result)


@method(MATCH, "start(self, group=0, /)", doc="Where a group begins.")
def match_start(self: W_Match, w_group: Value) -> Value:
    return from_int(self.spans[2 * group_number(self, w_group)])


@method(MATCH, "end(self, group=0, /)", doc="Where a group ends.")
def match_end(self: W_Match, w_group: Value) -> Value:
    return from_int(self.spans[2 * group_number(self, w_group) + 1])


def span_pair(m: W_Match, g: int) -> Value:
    return wrap(new_tuple2(from_int(m.spans[2 * g]), from_int(m.spans[2 * g + 1])))


@method(MATCH, "span(self, group=0, /)", doc="Where a group begins and ends.")
def match_span(self: W_Match, w_group: Value) -> Value:
    return span_pair(self, group_number(self, w_group))


@getter(MATCH, "regs")
def match_regs(self: W_Match) -> Value:
    t = new_tuple_n(self.pattern.groups + 1)
    for g in range(self.pattern.groups + 1):
        t.items[g] = span_pair(self, g)
    return wrap(t)


@getter(MATCH, "string", doc="The string passed to match() or search().", member=True)
def match_string(self: W_Match) -> Value:
    return self.w_string


@getter(MATCH, "re", doc="The regular expression object.", member=True)
def match_re(self: W_Match) -> Value:
    return wrap(self.pattern)


@getter(MATCH, "pos", doc="The index into the string at which the RE engine started looking for a match.", member=True)
def match_pos(self: W_Match) -> Value:
    return from_int(self.pos)


@getter(MATCH, "endpos", doc="The index into the string beyond which the RE engine will not go.", member=True)
def match_endpos(self: W_Match) -> Value:
    return from_int(self.endpos)


@getter(MATCH, "lastindex", doc="The integer index of the last matched capturing group.")
def match_lastindex(self: W_Match) -> Value:
    return from_int(self.last_index) if self.last_index >= 0 else w_None


@getter(MATCH, "lastgroup", doc="The name of the last matched capturing group.")
def match_lastgroup(self: W_Match) -> Value:
    i = self.last_index
    names = self.pattern.index_group
    return names.items[i] if 0 <= i < names.length else w_None


@method(MATCH, "expand(self, template)", doc="The string that a replacement template makes of this match.")
def match_expand(self: W_Match, w_template: Value) -> Value:
    t = try_as(W_Template, compile_template(self.pattern, w_template))
    if t is None:
        raise type_error("the result of compiling a template is unusual")
    out = Output(self.is_text)
    append_nonempty(out, t.w_literal)
    for k in range(len(t.groups)):
        w_part = group_text(self, t.groups[k], w_None)
        if not same(w_part, w_None):
            out.append(w_part)
        append_nonempty(out, t.literals[k])
    return out.result()


@method(MATCH, "__repr__(self, /)", doc="Return repr(self).")
def match_repr(self: W_Match) -> Value:
    shown = repr_of(group_text(self, 0, w_None))
    return wrap(f"<re.Match object; span=({self.spans[0]}, {self.spans[1]}), match={shown[:50]}>")


@method(MATCH, "__copy__(self, /)")
def match_copy(self: W_Match) -> Value:
    return wrap(self)


@method(MATCH, "__deepcopy__(self, memo, /)")
def match_deepcopy(self: W_Match, w_memo: Value) -> Value:
    return wrap(self)


@class_method(MATCH, "__class_getitem__(cls, object, /)", doc="See PEP 585")
def match_class_getitem(w_cls: Value, w_item: Value) -> Value:
    return new_generic_alias(w_cls, w_item)


# --- Scanner --------------------------------------------------------------------------------------


@method(SCANNER, "match(self, /)")
def scanner_match(self: W_Scanner) -> Value:
    m = self.matcher
    if m.position > m.end:
        return w_None
    if not m.match_here(m.position):
        m.position = m.end + 1
        return w_None
    w_match = new_match(self.pattern, self.subject, m)
    after_match(m)
    return w_match


@method(SCANNER, "search(self, /)")
def scanner_search(self: W_Scanner) -> Value:
    m = self.matcher
    if not m.search():
        m.position = m.end + 1
        return w_None
    w_match = new_match(self.pattern, self.subject, m)
    after_match(m)
    return w_match


@getter(SCANNER, "pattern", member=True)
def scanner_pattern(self: W_Scanner) -> Value:
    return wrap(self.pattern)
