"""Runs Python expressions on protoPython's objects, on the host: what the tests of built-in types compare with CPython.

`Host().run("[3, 1].index(4)")` gives the text that repr() of the result would have, or "ValueError: ..." for an exception. There is
no bytecode and no interpreter in between: an ast walker calls objects/model/operations.py.
"""

from __future__ import annotations

import ast
import importlib
from typing import Any

from protodialect import types as dialect
from protodialect.types import EMPTY, Array


class Host:
    """One set of finished built-in types; make one per test process."""

    _made: Host | None = None

    @staticmethod
    def get() -> Host:
        if Host._made is None:
            Host._made = Host()
        return Host._made

    def __init__(self) -> None:
        from protopython.protocore.thread import set_host_context

        importlib.import_module("protopython.bootstrap")
        from protopython.objects import singletons
        from protopython.objects.dict.dict import dict_set_str, new_dict
        from protopython.objects.model import define, operations
        from protopython.protocore.settings import Settings
        from protopython.protocore.space import ProtoSpace
        from protopython.protocore.state import CONTEXT_SLOTS, SPACE_SLOTS, new_states
        from protopython.protocore.thread import METHOD_CACHE_SIZE, ProtoContext

        self.o = operations
        self.s = singletons
        builtins = [t for t in define.ALL_TYPES if t.module == "builtins"]
        space = ProtoSpace.__new__(ProtoSpace)
        space.builtins = new_dict()
        space.modules = new_dict()
        space.next_version = 10**9
        space.interned = new_dict()
        space.settings = Settings()
        space.subclasses = {}
        space.int_max_str_digits = 4300
        space.n_threads = 0
        cx = ProtoContext.__new__(ProtoContext)
        cx.space = space
        cx.repr_active = []
        cx.mc_version = Array[int](METHOD_CACHE_SIZE, 0)
        cx.mc_name = Array[str](METHOD_CACHE_SIZE, "")
        cx.mc_value = Array(METHOD_CACHE_SIZE, EMPTY)
        set_host_context(cx)
        space.states = new_states(SPACE_SLOTS)
        cx.states = new_states(CONTEXT_SLOTS)
        self.context = cx
        self.names: dict[str, Any] = {t.name: t for t in builtins}
        self.names.update({"None": singletons.w_None, "True": singletons.w_True, "False": singletons.w_False,
                           "Ellipsis": singletons.w_Ellipsis, "NotImplemented": singletons.w_NotImplemented})
        for name, fn in self.functions().items():
            self.names[name] = self.native(name, fn)
        for name in ("iter", "reversed", "enumerate", "zip", "map"):
            if name in self.names:
                dict_set_str(space.builtins, name, self.names[name])
        from protodialect.types import wrap
        from protopython.objects.module import W_Module

        warnings = new_dict()  # ignored, as the reference does
        dict_set_str(warnings, "warn", self.native("warn", lambda *_: singletons.w_None))
        dict_set_str(space.modules, "_warnings", wrap(W_Module(warnings)))
        self.modules = {m: dict(members) for m, members in define.MODULES.items()}

    def functions(self) -> dict[str, Any]:
        o = self.o
        from protopython.objects.iterators import new_callable_iterator

        def w_iter(a: Any, b: Any = EMPTY) -> Any:
            if b is EMPTY:
                return o.iterate(a)
            return new_callable_iterator(a, b)

        def w_next(it: Any, default: Any = EMPTY) -> Any:
            from protopython.objects.model.errors import stop_iteration

            w = o.next_of(it)
            if w is not EMPTY:
                return w
            if default is EMPTY:
                raise stop_iteration(EMPTY)
            return default

        def w_sorted(a: Any) -> Any:
            from protopython.objects.list.sort import sort_list

            l = o.unpack_to_list(a)
            sort_list(l, self.s.w_None, False)
            return l

        return {
            "len": lambda v: o.length_of(v), "repr": lambda v: o.repr_of(v), "hash": lambda v: o.hash_of(v),
            "iter": w_iter, "next": w_next, "sorted": w_sorted,
            "isinstance": lambda v, t: self.s.new_bool(o.isinstance_of(v, t)),
            "callable": lambda v: self.s.w_True, "abs": lambda v: o.absolute(v),
            "sum": lambda v, s=0: self.sum(v, s), "identity": lambda v: v,
        }

    def sum(self, v: Any, start: Any) -> Any:
        from protopython.objects.model.special import BinaryOp

        it = self.o.iterate(v)
        while (w := self.o.next_of(it)) is not EMPTY:
            start = self.o.binary(BinaryOp.ADD, start, w)
        return start

    def native(self, name: str, fn: Any) -> Any:
        """A builtin function over a host function of Values."""
        from protopython.objects.model import define
        from protopython.objects.model.builtin import BuiltinKind
        from protopython.objects.model.builtin_types import BUILTIN_FUNCTION

        def call(w_args: Any) -> Any:
            return fn(*list(w_args.items))

        b = define._builtin(name + "(*args)", call, BuiltinKind.FUNCTION, None, None)
        b.__dict__["_shape"] = BUILTIN_FUNCTION.root_shape
        return b

    # --- values ---------------------------------------------------------------------------------------------------

    def value(self, x: Any) -> Any:
        """A Python object of this CPython as a Value."""
        from protopython.objects.dict.dict import dict_set, new_dict
        from protopython.objects.list.list import list_append, new_list
        from protopython.objects.set import W_FrozenSet, new_set, set_add
        from protopython.objects.tuple import new_tuple_n

        if x is None or x is True or x is False or x is Ellipsis:
            return self.names[repr(x)]
        if type(x) is int:
            if -(1 << 62) <= x < (1 << 62):
                return x
            w: Any = 0
            from protopython.objects.int.int import int_add, int_lshift, int_neg
            from protopython.protocore.value import from_int

            for i in reversed(range(0, x.bit_length(), 30)):
                w = int_add(int_lshift(w, from_int(30)), from_int((abs(x) >> i) & ((1 << 30) - 1)))
            return int_neg(w) if x < 0 else w
        if type(x) in (float, str, bytes):
            return x
        if type(x) is list:
            l = new_list()
            for i in x:
                list_append(l, self.value(i))
            return l
        if type(x) is tuple:
            t = new_tuple_n(len(x))
            for i, item in enumerate(x):
                t.items[i] = self.value(item)
            return t
        if type(x) is dict:
            d = new_dict()
            for k, v in x.items():
                dict_set(d, self.value(k), self.value(v))
            return d
        if type(x) in (set, frozenset):
            s = new_set()
            for i in x:
                set_add(s, self.value(i))
            return s if type(x) is set else W_FrozenSet(s.table)
        return x

    def run(self, source: str, **names: Any) -> str:
        """repr of the expression's value, or "Type: message"."""
        from protodialect.unsafe import register_base, set_register_top
        from protopython.protocore.error import PyError

        set_register_top(register_base())
        try:
            local = {k: self.value(v) for k, v in names.items()}
            return str(self.o.repr_of(self.evaluate(source, local)))
        except PyError as e:
            w = e.w_value
            return f"{self.o.type_name(w)}: {self.message(w)}"

    def message(self, w: Any) -> str:
        """str() of an exception."""
        args = list(w.args.items)
        if len(args) == 1:
            return str(self.o.repr_of(args[0]) if self.o.type_name(w) == "KeyError" else self.o.str_of(args[0]))
        return str(self.o.repr_of(w.args)) if args else ""

    def evaluate(self, source: str, names: dict[str, Any]) -> Any:
        return Walker(self, names).visit(ast.parse(source, mode="eval").body)


class Walker(ast.NodeVisitor):
    def __init__(self, host: Host, names: dict[str, Any]) -> None:
        self.h = host
        self.o = host.o
        self.names = names

    def generic_visit(self, node: ast.AST) -> Any:
        raise NotImplementedError(ast.dump(node))

    def visit_Constant(self, node: ast.Constant) -> Any:
        return self.h.value(node.value)

    def visit_Name(self, node: ast.Name) -> Any:
        if node.id in self.names:
            return self.names[node.id]
        if node.id in self.h.modules:
            return self.h.modules[node.id]
        if node.id == "big":
            return self.h.value(2**70)
        return self.h.names[node.id]

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        w = self.visit(node.value)
        if isinstance(w, dict):
            return w[node.attr]
        return self.o.getattr_of(w, node.attr)

    def elements(self, nodes: list[ast.expr]) -> list[Any]:
        out: list[Any] = []
        for n in nodes:
            if isinstance(n, ast.Starred):
                it = self.o.iterate(self.visit(n.value))
                while (w := self.o.next_of(it)) is not EMPTY:
                    out.append(w)
            else:
                out.append(self.visit(n))
        return out

    def visit_Call(self, node: ast.Call) -> Any:
        from protopython.objects.tuple import new_tuple_n

        f = self.visit(node.func)
        args = self.elements(node.args)
        names = [k.arg for k in node.keywords]
        values = [self.visit(k.value) for k in node.keywords]
        kw = None
        if names:
            kw = new_tuple_n(len(names))
            for i, n in enumerate(names):
                kw.items[i] = dialect.wrap(n or "")
        all_args: Array[Any] = Array.of(args + values)
        result = self.o.call_vector(f, dialect.array_ptr(all_args, 0), len(args), kw)
        return self.h.value(result)

    def visit_List(self, node: ast.List) -> Any:
        return self.h.value(self.elements(node.elts))

    def visit_Tuple(self, node: ast.Tuple) -> Any:
        return self.h.value(tuple(self.elements(node.elts)))

    def visit_Set(self, node: ast.Set) -> Any:
        from protopython.objects.set import new_set, set_add

        s = new_set()
        for w in self.elements(node.elts):
            set_add(s, w)
        return s

    def visit_Dict(self, node: ast.Dict) -> Any:
        from protopython.objects.dict.dict import dict_set, new_dict

        d = new_dict()
        for k, v in zip(node.keys, node.values):
            assert k is not None
            dict_set(d, self.visit(k), self.visit(v))
        return d

    def visit_Slice(self, node: ast.Slice) -> Any:
        from protopython.objects.slice import new_slice

        none = self.h.names["None"]
        return new_slice(*[none if n is None else self.visit(n) for n in (node.lower, node.upper, node.step)])

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        return self.o.getitem(self.visit(node.value), self.visit(node.slice))

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        ops: list[type] = [ast.Add, ast.Sub, ast.Mult, ast.MatMult, ast.Div, ast.FloorDiv, ast.Mod, ast.Tuple, ast.Pow,
                           ast.LShift, ast.RShift, ast.BitAnd, ast.BitXor, ast.BitOr]
        a, b = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Pow):
            return self.o.power(a, b, self.h.names["None"])
        return self.o.binary(ops.index(type(node.op)), a, b)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        w = self.visit(node.operand)
        if isinstance(node.op, ast.Not):
            return self.h.s.new_bool(not self.o.is_true(w))
        return self.o.negative(w)

    def visit_Compare(self, node: ast.Compare) -> Any:
        assert len(node.ops) == 1
        a, b = self.visit(node.left), self.visit(node.comparators[0])
        op = node.ops[0]
        if isinstance(op, (ast.In, ast.NotIn)):
            found = self.o.contains(b, a)
            return self.h.s.new_bool(found if isinstance(op, ast.In) else not found)
        if isinstance(op, (ast.Is, ast.IsNot)):
            from protopython.protocore.value import same

            return self.h.s.new_bool(same(a, b) is isinstance(op, ast.Is))
        return self.o.compare([ast.Lt, ast.LtE, ast.Eq, ast.NotEq, ast.Gt, ast.GtE].index(type(op)), a, b)

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        for n in node.values[:-1]:
            w = self.visit(n)
            if self.o.is_true(w) is isinstance(node.op, ast.Or):
                return w
        return self.visit(node.values[-1])

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        return self.visit(node.body if self.o.is_true(self.visit(node.test)) else node.orelse)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> Any:
        w = self.visit(node.value)
        self.names[node.target.id] = w
        return w

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        params = [a.arg for a in node.args.args]

        def call(*args: Any) -> Any:
            if node.args.vararg is not None:
                bound = {node.args.vararg.arg: self.h.value(tuple(args))}
            else:
                bound = dict(zip(params, args))
            inner = Walker(self.h, {**self.names, **bound})
            return inner.visit(node.body)

        return self.h.native("<lambda>", call)

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        (g,) = node.generators
        assert isinstance(g.target, ast.Name)
        out: list[Any] = []
        it = self.o.iterate(self.visit(g.iter))
        while (w := self.o.next_of(it)) is not EMPTY:
            inner = Walker(self.h, {**self.names, g.target.id: w})
            if all(self.o.is_true(inner.visit(c)) for c in g.ifs):
                out.append(inner.visit(node.elt))
        return self.h.value(out)
