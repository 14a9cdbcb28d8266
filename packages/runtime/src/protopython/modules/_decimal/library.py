"""The system's libmpdec, General Decimal Arithmetic by Stefan Krah.

    struct mpd_t           flags 1, pad | exp 8 | digits 8 | len 8 | alloc 8 | data 8
    struct mpd_context_t   prec 8 | emax 8 | emin 8 | traps 4 | status 4 | newtrap 4 | round 4 | clamp 4 | allcr 4

A number is (-1)**sign * coefficient * 10**exp. Its coefficient has `digits` decimal digits in `len` words of 19 digits each, the lowest first.

Functions take the numbers, the context, of which they read all but traps and status, and where to store what happened. None keeps state, so any
number of threads may call them. Those whose time grows with the size of numbers are blocking; `_short` is the same for numbers of a few words.
"""

# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from protodialect.types import i32, u32
from protodialect.unsafe import Addr, c_function
from protopython.modules.support.system_library import SystemLibrary

FLAGS: Final[int] = 0
EXPONENT: Final[int] = 8
DIGITS: Final[int] = 16
LENGTH: Final[int] = 24
ALLOCATED: Final[int] = 32
DATA: Final[int] = 40

NEGATIVE: Final[int] = 1
INFINITE: Final[int] = 2
QUIET_NAN: Final[int] = 4
SIGNALING_NAN: Final[int] = 8
NAN: Final[int] = QUIET_NAN | SIGNALING_NAN
SPECIAL: Final[int] = INFINITE | NAN
STATIC: Final[int] = 16
"""The struct is not the library's to free."""
STATIC_DATA: Final[int] = 32
"""Nor is the coefficient."""

WORD_DIGITS: Final[int] = 19

PREC: Final[int] = 0
EMAX: Final[int] = 8
EMIN: Final[int] = 16
TRAPS: Final[int] = 24
STATUS: Final[int] = 28
ROUND: Final[int] = 36
CLAMP: Final[int] = 40
CORRECT: Final[int] = 44
"""Whether exp, ln and log10 are rounded correctly: always 1."""

MAX_PREC: Final[int] = 999999999999999999
MAX_EMAX: Final[int] = 999999999999999999
MIN_EMIN: Final[int] = -999999999999999999
MIN_ETINY: Final[int] = MIN_EMIN - (MAX_PREC - 1)

ROUND_DOWN: Final[int] = 1
ROUND_CEILING: Final[int] = 2
ROUND_FLOOR: Final[int] = 3
ROUND_HALF_UP: Final[int] = 4
ROUND_HALF_EVEN: Final[int] = 6

UNORDERED: Final[int] = 0x7FFFFFFF
"""What c_order answers of NaNs."""

MPDEC: Final[SystemLibrary] = SystemLibrary(
    "mpdec", "_decimal", ["libmpdec.so.4", "libmpdec.so.3"], "libmpdec4 (Debian 13), libmpdec3 (Debian 11), mpdecimal (Fedora)"
)

Unary = Callable[[Addr, Addr, Addr, Addr], None]
"""(result, a, context, status)"""
Binary = Callable[[Addr, Addr, Addr, Addr, Addr], None]
"""(result, a, b, context, status)"""


@c_function("mpd_version", errno=False, library="mpdec")
def c_version() -> Addr: ...


# --- numbers to and from other things --------------------------------------------------------------------------------------


@c_function("mpd_qset_i64", errno=False, library="mpdec")
def c_set_i64(result: Addr, i: int, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qset_string", blocking=True, errno=False, library="mpdec")
def c_set_string(result: Addr, text: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qimport_u32", blocking=True, errno=False, library="mpdec")
def c_import(result: Addr, digits: Addr, n: int, negative: i32, base: u32, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qexport_u32", blocking=True, errno=False, library="mpdec")
def c_export(out: Addr, n: int, base: u32, a: Addr, status: Addr) -> int: ...


@c_function("mpd_to_sci_size", blocking=True, errno=False, library="mpdec")
def c_to_sci(out: Addr, a: Addr, capitals: i32) -> int: ...


@c_function("mpd_to_eng_size", blocking=True, errno=False, library="mpdec")
def c_to_eng(out: Addr, a: Addr, capitals: i32) -> int: ...


@c_function("mpd_parse_fmt_str", errno=False, library="mpdec")
def c_parse_format(spec: Addr, text: Addr, capitals: i32) -> i32: ...


@c_function("mpd_validate_lconv", errno=False, library="mpdec")
def c_validate_grouping(spec: Addr) -> i32: ...


@c_function("mpd_qformat_spec", blocking=True, errno=False, library="mpdec")
def c_format(a: Addr, spec: Addr, context: Addr, status: Addr) -> Addr: ...


@c_function("mpd_class", errno=False, library="mpdec")
def c_class(a: Addr, context: Addr) -> Addr: ...


# --- contexts --------------------------------------------------------------------------------------------------------------


@c_function("mpd_ieee_context", errno=False, library="mpdec")
def c_ieee_context(context: Addr, bits: i32) -> i32: ...


@c_function("mpd_seterror", errno=False, library="mpdec")
def c_set_error(result: Addr, what: u32, status: Addr) -> None: ...


@c_function("mpd_qfinalize", errno=False, library="mpdec")
def c_finalize(result: Addr, context: Addr, status: Addr) -> None: ...


# --- of one number ---------------------------------------------------------------------------------------------------------


@c_function("mpd_qcopy", errno=False, library="mpdec")
def c_copy(result: Addr, a: Addr, status: Addr) -> i32: ...


@c_function("mpd_qcopy_abs", errno=False, library="mpdec")
def c_copy_abs(result: Addr, a: Addr, status: Addr) -> i32: ...


@c_function("mpd_qcopy_negate", errno=False, library="mpdec")
def c_copy_negate(result: Addr, a: Addr, status: Addr) -> i32: ...


@c_function("mpd_isnormal", errno=False, library="mpdec")
def c_is_normal(a: Addr, context: Addr) -> i32: ...


@c_function("mpd_issubnormal", errno=False, library="mpdec")
def c_is_subnormal(a: Addr, context: Addr) -> i32: ...


@c_function("mpd_qabs", errno=False, library="mpdec")
def c_abs(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qplus", errno=False, library="mpdec")
def c_plus(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qminus", errno=False, library="mpdec")
def c_minus(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qnext_plus", blocking=True, errno=False, library="mpdec")
def c_next_plus(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qnext_minus", blocking=True, errno=False, library="mpdec")
def c_next_minus(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qreduce", blocking=True, errno=False, library="mpdec")
def c_reduce(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qsqrt", blocking=True, errno=False, library="mpdec")
def c_sqrt(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qexp", blocking=True, errno=False, library="mpdec")
def c_exp(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qln", blocking=True, errno=False, library="mpdec")
def c_ln(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qlog10", blocking=True, errno=False, library="mpdec")
def c_log10(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qlogb", blocking=True, errno=False, library="mpdec")
def c_logb(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qinvert", blocking=True, errno=False, library="mpdec")
def c_invert(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qround_to_int", blocking=True, errno=False, library="mpdec")
def c_round_to_int(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qround_to_intx", blocking=True, errno=False, library="mpdec")
def c_round_to_intx(result: Addr, a: Addr, context: Addr, status: Addr) -> None: ...


# --- of two numbers and more ----------------------------------------------------------------------------------------------


@c_function("mpd_qadd", errno=False, library="mpdec")
def c_add_short(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qadd", blocking=True, errno=False, library="mpdec")
def c_add(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qsub", errno=False, library="mpdec")
def c_sub_short(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qsub", blocking=True, errno=False, library="mpdec")
def c_sub(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qmul", errno=False, library="mpdec")
def c_mul_short(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qmul", blocking=True, errno=False, library="mpdec")
def c_mul(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qdiv", errno=False, library="mpdec")
def c_div_short(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qdiv", blocking=True, errno=False, library="mpdec")
def c_div(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qdivint", blocking=True, errno=False, library="mpdec")
def c_divint(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qrem", blocking=True, errno=False, library="mpdec")
def c_rem(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qrem_near", blocking=True, errno=False, library="mpdec")
def c_rem_near(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qpow", blocking=True, errno=False, library="mpdec")
def c_pow(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qcompare", blocking=True, errno=False, library="mpdec")
def c_compare(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qcompare_signal", blocking=True, errno=False, library="mpdec")
def c_compare_signal(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qmax", blocking=True, errno=False, library="mpdec")
def c_max(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qmax_mag", blocking=True, errno=False, library="mpdec")
def c_max_mag(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qmin", blocking=True, errno=False, library="mpdec")
def c_min(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qmin_mag", blocking=True, errno=False, library="mpdec")
def c_min_mag(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qnext_toward", blocking=True, errno=False, library="mpdec")
def c_next_toward(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qquantize", blocking=True, errno=False, library="mpdec")
def c_quantize(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qand", blocking=True, errno=False, library="mpdec")
def c_and(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qor", blocking=True, errno=False, library="mpdec")
def c_or(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qxor", blocking=True, errno=False, library="mpdec")
def c_xor(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qrotate", blocking=True, errno=False, library="mpdec")
def c_rotate(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qshift", blocking=True, errno=False, library="mpdec")
def c_shift(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qscaleb", blocking=True, errno=False, library="mpdec")
def c_scaleb(result: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qcopy_sign", errno=False, library="mpdec")
def c_copy_sign(result: Addr, a: Addr, b: Addr, status: Addr) -> i32: ...


@c_function("mpd_compare_total", errno=False, library="mpdec")
def c_compare_total(result: Addr, a: Addr, b: Addr) -> i32: ...


@c_function("mpd_compare_total_mag", errno=False, library="mpdec")
def c_compare_total_mag(result: Addr, a: Addr, b: Addr) -> i32: ...


@c_function("mpd_same_quantum", errno=False, library="mpdec")
def c_same_quantum(a: Addr, b: Addr) -> i32: ...


@c_function("mpd_qcmp", errno=False, library="mpdec")
def c_order(a: Addr, b: Addr, status: Addr) -> i32: ...


@c_function("mpd_qdivmod", blocking=True, errno=False, library="mpdec")
def c_divmod(quotient: Addr, rest: Addr, a: Addr, b: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qfma", blocking=True, errno=False, library="mpdec")
def c_fma(result: Addr, a: Addr, b: Addr, c: Addr, context: Addr, status: Addr) -> None: ...


@c_function("mpd_qpowmod", blocking=True, errno=False, library="mpdec")
def c_powmod(result: Addr, a: Addr, b: Addr, modulus: Addr, context: Addr, status: Addr) -> None: ...
