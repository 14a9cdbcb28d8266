"""The module _decimal: what the library's decimal is made of."""

from __future__ import annotations

from protodialect.types import EMPTY, Value, unwrap, wrap
from protodialect.unsafe import store64
from protopython.modules._contextvars import W_ContextVar
from protopython.modules._decimal import construct, context_methods, current, format, library, methods, operators
from protopython.modules._decimal.attributes import ROUNDINGS
from protopython.modules._decimal.contexts import MAX_BITS, basic_context, default_context, extended_context
from protopython.modules._decimal.library import MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, MPDEC
from protopython.modules._decimal.signals import make_exceptions
from protopython.modules._decimal.types import CONTEXT, DECIMAL, MODULE, N_WORDS, SIGNAL_DICT_MIXIN, DecimalState, decimal_state
from protopython.modules.support.system_calls import ascii_at
from protopython.objects.dict.dict import W_Dict, dict_set_str, new_dict
from protopython.objects.model.attributes import getattr_of, setattr_of
from protopython.objects.model.call import call2, call3, call_method1
from protopython.objects.model.define import TYPE, constant, module_init, unnamed
from protopython.objects.model.interning import intern
from protopython.objects.model.stock import stock_function
from protopython.objects.module import W_Module
from protopython.objects.singletons import w_True
from protopython.objects.str.str import as_str
from protopython.objects.tuple import W_Tuple, new_tuple2, new_tuple_n
from protopython.protocore.object import W_Type

__all__ = ["construct", "context_methods", "current", "format", "methods", "operators"]

for _name, _number in (
    ("MAX_PREC", MAX_PREC), ("MAX_EMAX", MAX_EMAX), ("MIN_EMIN", MIN_EMIN), ("MIN_ETINY", MIN_ETINY), ("IEEE_CONTEXT_MAX_BITS", MAX_BITS),
):  # fmt: skip
    constant(MODULE, _name, _number)
for _type in (DECIMAL, CONTEXT):
    unnamed(_type)
DECIMAL.modular_power = operators.modular_power
constant(MODULE, "HAVE_THREADS", w_True)
constant(MODULE, "HAVE_CONTEXTVAR", w_True)
constant(MODULE, "__version__", "1.70")


@module_init(MODULE)
def init_decimal(w_module: Value) -> None:
    """The classes that programs derive from or catch are made once, so that a module that is imported again knows those of the first."""
    MPDEC.open()
    store64(MPDEC.address_of("MPD_MINALLOC"), N_WORDS)  # words of new coefficients: as many as a Decimal has itself
    s = decimal_state()
    d = unwrap(W_Module, w_module).dict
    if not s.ready:
        fill_state(s)
    dict_set_str(d, "__libmpdec_version__", wrap(ascii_at(library.c_version())))
    dict_set_str(d, "DecimalTuple", s.w_decimal_tuple)
    dict_set_str(d, "DecimalException", s.w_exception)
    set_classes(d, s.signals, 0)
    set_classes(d, s.conditions, 1)
    for i in range(len(ROUNDINGS)):
        dict_set_str(d, ROUNDINGS[i], s.roundings.items[i])
    dict_set_str(d, "DefaultContext", wrap(s.default))
    dict_set_str(d, "BasicContext", wrap(s.basic))
    dict_set_str(d, "ExtendedContext", wrap(s.extended))


def fill_state(s: DecimalState) -> None:
    s.w_exception = make_exceptions(s)
    s.roundings = new_tuple_n(len(ROUNDINGS))
    for i in range(len(ROUNDINGS)):
        s.roundings.items[i] = wrap(intern(ROUNDINGS[i]))
    s.w_rational = stock_function("numbers", "Rational")
    call_method1(stock_function("numbers", "Number"), "register", wrap(DECIMAL))
    s.w_decimal_tuple = call2(stock_function("collections", "namedtuple"), wrap("DecimalTuple"), wrap("sign digits exponent"))
    setattr_of(s.w_decimal_tuple, "__module__", wrap("decimal"))
    bases = new_tuple2(wrap(SIGNAL_DICT_MIXIN), stock_function("collections.abc", "MutableMapping"))
    s.signal_dict = unwrap(W_Type, call3(wrap(TYPE), wrap("SignalDict"), wrap(bases), wrap(new_dict())))
    s.variable = W_ContextVar("decimal_context", EMPTY)
    s.default = default_context()
    s.basic = basic_context()
    s.extended = extended_context()
    s.ready = True


def set_classes(d: W_Dict, classes: W_Tuple, start: int) -> None:
    for i in range(start, classes.length):
        name = as_str(getattr_of(classes.items[i], "__name__"))
        assert name is not None
        dict_set_str(d, name, classes.items[i])
