"""Type parameters, type aliases and template strings."""

import _typing
import string.templatelib as tl
import typing

T = typing.TypeVar('T')
P = typing.ParamSpec('P')
Ts = typing.TypeVarTuple('Ts')
type A[X] = list[X]
type B = int
type AT[*Us] = tuple[*Us]

def show(s):
    try:
        print(s, "->", eval(s))
    except BaseException as e:
        print(s, "!!", type(e).__name__, e)


for line in r"""
typing.TypeVar(1)
typing.TypeVar('T',covariant=1,contravariant=1)
typing.TypeVar('T',covariant=1,infer_variance=1)
typing.TypeVar('T',int)
typing.TypeVar('T',int,str,bound=int)
typing.TypeVar('T',1,bound=int)
typing.TypeVar('T',bound=3)
typing.TypeVar('T',int,3)
typing.TypeVar('T',int,"X").__constraints__
typing.TypeVar('T',bound="X").__bound__
typing.TypeVar('T',bound=None).evaluate_bound
typing.TypeVar('T',bound=int).evaluate_bound
typing.TypeVar('T',bound=int).evaluate_bound(4)
typing.TypeVar('T',default=None).__default__
type(typing.TypeVar('T',bound=int).evaluate_bound)
typing.ParamSpec(1)
typing.TypeVarTuple(1)
type('X',(T,),{})
P.args==P.args, P.args, P.kwargs
hash(P.args)
P.args.__origin__
T.__typing_subst__(3)
T.__typing_prepare_subst__(list[T],())
Ts.__typing_subst__(3)
list(Ts)
T|int, T|"x", "x"|T, T|None, T|3
A, B, A.__value__, A[int], A.__parameters__, AT.__parameters__, A.__type_params__, A.__module__
B[int]
A|int, B|None, B|"x"
list(A)
typing.TypeAliasType(1,2)
typing.TypeAliasType('x',2,type_params=3)
typing.TypeAliasType('x',2,type_params=(3,))
typing.TypeAliasType('x',2,type_params=(T,)).evaluate_value
A.__name__, A.evaluate_value, A.evaluate_value(1), A.__reduce__(), T.__reduce__(), T.__reduce_ex__(4)
type(_typing.NoDefault)()
type(_typing.NoDefault)(1)
_typing.NoDefault, _typing.NoDefault.__reduce__()
setattr(T,'__bound__',2)
setattr(A,'x',2)
_typing._idfunc(1), _typing._idfunc
_typing.Generic[T], _typing.Generic.__class_getitem__
typing.Generic()
tl.Template(), tl.Template("a","b",tl.Interpolation(3),"c")
tl.Template(1)
tl.Template(a=1)
tl.Interpolation()
tl.Interpolation(1,2)
tl.Interpolation(1,'2','x')
tl.Interpolation(1,'2','r',3)
tl.Interpolation(1,'2',5,3)
t"a"+t"b{1}c{T}"
t"a"+"b"
"a"+t"b"
"a"+t"b{1}"
t"a"+1
1+t"a"
list(t"a{1!r:>3}b{2}{3}"), t"{1}".values, t"{1}".strings
t"{1 + 2 =}"
t"{1}".__reduce__(), t"{1}".interpolations[0].__reduce__()
tl.Template[int], tl.Interpolation[int]
iter(t"")
tl.Interpolation.__match_args__
typing.get_type_hints(tl.Template)
T.has_default(), typing.TypeVar('T',default=int).evaluate_default
typing.TypeVar('T',default=int).has_default()
T==T, T!=T
""".strip().splitlines():
    show(line)


def f[T: int, *Ts, **P](x: T) -> T:
    return x


class C[T]:
    pass


print(f.__type_params__, f.__type_params__[0].__bound__, C.__type_params__, C[int], C.__orig_bases__)
