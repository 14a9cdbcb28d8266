"""SyntaxError and its subclasses: where in the source the error is."""

from __future__ import annotations

from protodialect.types import Value, unwrap, wrap
from protopython.objects.exceptions import exceptions as x
from protopython.objects.exceptions.exceptions import W_SyntaxError
from protopython.objects.exceptions.methods import no_keywords
from protopython.objects.function.descriptors import empty_as_none
from protopython.objects.model import errors, operations
from protopython.objects.model.define import getter, method, setter
from protopython.objects.singletons import plain, w_None
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple
from protopython.protocore.value import int_value, is_int, same


@method(x.SYNTAX_ERROR, "__init__(self, /, *args, **kwargs)", doc="Initialize self.")
def syntax_error_init(self: W_SyntaxError, w_args: Value, w_kwargs: Value) -> Value:
    no_keywords(wrap(self), w_kwargs)
    args = unwrap(W_Tuple, w_args)
    self.args = args
    if args.length >= 1:
        self.w_msg = args.items[0]
    if args.length == 2:
        fill_place(self, operations.unpack_to_tuple(args.items[1]))
    return w_None


def fill_place(e: W_SyntaxError, place: W_Tuple) -> None:
    """(filename, lineno, offset, text[, end_lineno, end_offset[, metadata]])"""
    n = place.length
    if n < 4:
        raise errors.type_error(f"function takes at least 4 arguments ({n} given)")
    if n > 7:
        raise errors.type_error(f"function takes at most 7 arguments ({n} given)")
    e.w_filename = place.items[0]
    e.w_lineno = place.items[1]
    e.w_offset = place.items[2]
    e.w_text = place.items[3]
    e.w_end_lineno = place.items[4] if n > 4 else w_None
    e.w_end_offset = place.items[5] if n > 5 else w_None
    e.w_metadata = place.items[6] if n > 6 else w_None
    if n == 5:
        raise errors.type_error("end_offset must be provided when end_lineno is provided")


@method(x.SYNTAX_ERROR, "__str__(self, /)", doc="Return str(self).")
def syntax_error_str(self: W_SyntaxError) -> Value:
    msg = operations.str_of(self.w_msg)
    filename = as_str(self.w_filename)
    has_line = not same(self.w_lineno, w_None) and is_int(plain(self.w_lineno))
    if filename is None:
        return wrap(f"{msg} (line {int_value(plain(self.w_lineno))})" if has_line else msg)
    short = filename[filename.rfind("/") + 1 : len(filename)]
    return wrap(
        f"{msg} ({short}, line {int_value(plain(self.w_lineno))})" if has_line else f"{msg} ({short})"
    )


@getter(x.SYNTAX_ERROR, "msg", doc="exception msg", member=True)
def get_msg(self: W_SyntaxError) -> Value:
    return self.w_msg


@setter(x.SYNTAX_ERROR, "msg")
def set_msg(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_msg = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "filename", doc="exception filename", member=True)
def get_filename(self: W_SyntaxError) -> Value:
    return self.w_filename


@setter(x.SYNTAX_ERROR, "filename")
def set_filename(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_filename = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "lineno", doc="exception lineno", member=True)
def get_lineno(self: W_SyntaxError) -> Value:
    return self.w_lineno


@setter(x.SYNTAX_ERROR, "lineno")
def set_lineno(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_lineno = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "offset", doc="exception offset", member=True)
def get_offset(self: W_SyntaxError) -> Value:
    return self.w_offset


@setter(x.SYNTAX_ERROR, "offset")
def set_offset(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_offset = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "text", doc="exception text", member=True)
def get_text(self: W_SyntaxError) -> Value:
    return self.w_text


@setter(x.SYNTAX_ERROR, "text")
def set_text(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_text = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "end_lineno", doc="exception end lineno", member=True)
def get_end_lineno(self: W_SyntaxError) -> Value:
    return self.w_end_lineno


@setter(x.SYNTAX_ERROR, "end_lineno")
def set_end_lineno(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_end_lineno = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "end_offset", doc="exception end offset", member=True)
def get_end_offset(self: W_SyntaxError) -> Value:
    return self.w_end_offset


@setter(x.SYNTAX_ERROR, "end_offset")
def set_end_offset(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_end_offset = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "print_file_and_line", member=True, doc="Whether file and line are to be shown; kept for old programs.")
def get_print_file_and_line(self: W_SyntaxError) -> Value:
    return self.w_print_file_and_line


@setter(x.SYNTAX_ERROR, "print_file_and_line")
def set_print_file_and_line(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_print_file_and_line = empty_as_none(w_value)
    return w_None


@getter(x.SYNTAX_ERROR, "_metadata", member=True, doc="Details for the suggestion of another spelling.")
def get_metadata(self: W_SyntaxError) -> Value:
    return self.w_metadata


@setter(x.SYNTAX_ERROR, "_metadata")
def set_metadata(self: W_SyntaxError, w_value: Value) -> Value:
    self.w_metadata = empty_as_none(w_value)
    return w_None
