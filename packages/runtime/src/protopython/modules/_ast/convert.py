"""From the frontend's trees to those that programs see (compile() with PyCF_ONLY_AST, ast.parse).

One function for each family of nodes; each case gives a node its fields, in the order of the grammar.
"""

from __future__ import annotations

from typing import Final, cast

from protodialect.types import Value, wrap
from protopython.frontend import ast
from protopython.frontend.ast import ConstKind, Kind
from protopython.modules._ast.module import new_node, singleton_node
from protopython.objects.complex import new_complex
from protopython.objects.int.int import new_int
from protopython.objects.int.text import int_from_text
from protopython.objects.list.list import list_append, new_list
from protopython.objects.model.attributes import setattr_of
from protopython.objects.model.recursion import check_recursion
from protopython.objects.singletons import w_Ellipsis, w_False, w_None, w_True
from protopython.protocore.polling import check_signals
from protopython.protocore.value import from_int, new_float

KIND_NAMES: Final[list[str]] = [k.name for k in Kind]
CONTEXTS: Final[list[str]] = [c.name for c in ast.expr_context]
BOOLOP: Final[list[str]] = [c.name for c in ast.boolop]
OPERATOR: Final[list[str]] = [c.name for c in ast.operator]
UNARYOP: Final[list[str]] = [c.name for c in ast.unaryop]
CMPOP: Final[list[str]] = [c.name for c in ast.cmpop]


def tree(node: ast.AST) -> Value:
    """The node that stands for the frontend's."""
    check_recursion()
    kind = node.kind
    w = new_node(KIND_NAMES[kind])
    if kind <= Kind.Expression:
        module_fields(w, node)
        return w
    if kind == Kind.Constant:
        constant_fields(w, cast(ast.Constant, node))
    elif kind == Kind.MatchSingleton:
        field(w, "value", singleton(cast(ast.MatchSingleton, node).const_kind))
    elif kind <= Kind.Continue:
        statement_fields(w, node)
    elif kind < Kind.comprehension:
        expression_fields(w, node)
    elif kind <= Kind.match_case:
        part_fields(w, node)
    elif kind <= Kind.MatchOr:
        pattern_fields(w, node)
    else:
        parameter_fields(w, node)
    if kind != Kind.comprehension and kind != Kind.arguments and kind != Kind.withitem and kind != Kind.match_case:
        field(w, "lineno", from_int(node.lineno))
        field(w, "col_offset", from_int(node.col_offset))
        field(w, "end_lineno", from_int(node.end_lineno))
        field(w, "end_col_offset", from_int(node.end_col_offset))
    return w


def field(w: Value, name: str, w_value: Value) -> None:
    setattr_of(w, name, w_value)


# --- values -------------------------------------------------------------------------------------------------------------


def singleton(const_kind: int) -> Value:
    match const_kind:
        case ConstKind.TRUE:
            return w_True
        case ConstKind.FALSE:
            return w_False
        case ConstKind.ELLIPSIS:
            return w_Ellipsis
        case _:
            return w_None


def constant_value(n: ast.Constant) -> Value:
    match n.const_kind:
        case ConstKind.INT:
            return new_int(n.int_value)
        case ConstKind.BIGINT:
            return int_from_text(n.text, n.int_value)
        case ConstKind.FLOAT:
            return new_float(n.float_value)
        case ConstKind.COMPLEX:
            return new_complex(0.0, n.float_value)
        case ConstKind.STR:
            return wrap(n.text)
        case ConstKind.BYTES:
            data = n.bytes_value
            return wrap(b"" if data is None else data)
        case ConstKind.VALUE:
            return n.w_value
        case _:
            return singleton(n.const_kind)


def constant_fields(w: Value, n: ast.Constant) -> None:
    field(w, "value", constant_value(n))
    field(w, "kind", wrap("u") if n.u_prefix else w_None)


def optional(node: ast.AST | None) -> Value:
    return w_None if node is None else tree(node)


def optional_str(s: str | None) -> Value:
    return w_None if s is None else wrap(s)


# --- lists --------------------------------------------------------------------------------------------------------------


def compare_ops(ops: list[int]) -> Value:
    result = new_list()
    for op in ops:
        list_append(result, singleton_node(CMPOP[op]))
    return wrap(result)


def names(items: list[str]) -> Value:
    result = new_list()
    for item in items:
        list_append(result, wrap(item))
    return wrap(result)


def optional_exprs(nodes: list[ast.expr | None]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, optional(node))
    return wrap(result)


def stmts(nodes: list[ast.stmt]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def exprs(nodes: list[ast.expr]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def type_params(nodes: list[ast.type_param]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def keywords(nodes: list[ast.keyword]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def withitems(nodes: list[ast.withitem]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def match_cases(nodes: list[ast.match_case]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def handlers(nodes: list[ast.ExceptHandler]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def aliases(nodes: list[ast.alias]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def comprehensions(nodes: list[ast.comprehension]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def args(nodes: list[ast.arg]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


def patterns(nodes: list[ast.pattern]) -> Value:
    result = new_list()
    for node in nodes:
        list_append(result, tree(node))
    return wrap(result)


# --- fields -------------------------------------------------------------------------------------------------------------


def module_fields(w: Value, node: ast.AST) -> None:
    match node.kind:
        case Kind.Module:
            n0 = cast(ast.Module, node)
            field(w, "body", stmts(n0.body))
            field(w, "type_ignores", wrap(new_list()))
        case Kind.Interactive:
            n1 = cast(ast.Interactive, node)
            field(w, "body", stmts(n1.body))
        case Kind.Expression:
            n2 = cast(ast.Expression, node)
            field(w, "body", tree(n2.body))
        case _:
            pass


def statement_fields(w: Value, node: ast.AST) -> None:
    check_signals()
    match node.kind:
        case Kind.FunctionDef:
            n3 = cast(ast.FunctionDef, node)
            field(w, "name", wrap(n3.name))
            field(w, "args", tree(n3.args))
            field(w, "body", stmts(n3.body))
            field(w, "decorator_list", exprs(n3.decorator_list))
            field(w, "returns", optional(n3.returns))
            field(w, "type_params", type_params(n3.type_params))
            field(w, "type_comment", w_None)
        case Kind.AsyncFunctionDef:
            n4 = cast(ast.AsyncFunctionDef, node)
            field(w, "name", wrap(n4.name))
            field(w, "args", tree(n4.args))
            field(w, "body", stmts(n4.body))
            field(w, "decorator_list", exprs(n4.decorator_list))
            field(w, "returns", optional(n4.returns))
            field(w, "type_params", type_params(n4.type_params))
            field(w, "type_comment", w_None)
        case Kind.ClassDef:
            n5 = cast(ast.ClassDef, node)
            field(w, "name", wrap(n5.name))
            field(w, "bases", exprs(n5.bases))
            field(w, "keywords", keywords(n5.keywords))
            field(w, "body", stmts(n5.body))
            field(w, "decorator_list", exprs(n5.decorator_list))
            field(w, "type_params", type_params(n5.type_params))
        case Kind.Return:
            n6 = cast(ast.Return, node)
            field(w, "value", optional(n6.value))
        case Kind.Delete:
            n7 = cast(ast.Delete, node)
            field(w, "targets", exprs(n7.targets))
        case Kind.Assign:
            n8 = cast(ast.Assign, node)
            field(w, "targets", exprs(n8.targets))
            field(w, "value", tree(n8.value))
            field(w, "type_comment", w_None)
        case Kind.TypeAlias:
            n9 = cast(ast.TypeAlias, node)
            field(w, "name", tree(n9.name))
            field(w, "type_params", type_params(n9.type_params))
            field(w, "value", tree(n9.value))
        case Kind.AugAssign:
            n10 = cast(ast.AugAssign, node)
            field(w, "target", tree(n10.target))
            field(w, "op", singleton_node(OPERATOR[n10.op]))
            field(w, "value", tree(n10.value))
        case Kind.AnnAssign:
            n11 = cast(ast.AnnAssign, node)
            field(w, "target", tree(n11.target))
            field(w, "annotation", tree(n11.annotation))
            field(w, "value", optional(n11.value))
            field(w, "simple", from_int(n11.simple))
        case Kind.For:
            n12 = cast(ast.For, node)
            field(w, "target", tree(n12.target))
            field(w, "iter", tree(n12.iter))
            field(w, "body", stmts(n12.body))
            field(w, "orelse", stmts(n12.orelse))
            field(w, "type_comment", w_None)
        case Kind.AsyncFor:
            n13 = cast(ast.AsyncFor, node)
            field(w, "target", tree(n13.target))
            field(w, "iter", tree(n13.iter))
            field(w, "body", stmts(n13.body))
            field(w, "orelse", stmts(n13.orelse))
            field(w, "type_comment", w_None)
        case Kind.While:
            n14 = cast(ast.While, node)
            field(w, "test", tree(n14.test))
            field(w, "body", stmts(n14.body))
            field(w, "orelse", stmts(n14.orelse))
        case Kind.If:
            n15 = cast(ast.If, node)
            field(w, "test", tree(n15.test))
            field(w, "body", stmts(n15.body))
            field(w, "orelse", stmts(n15.orelse))
        case Kind.With:
            n16 = cast(ast.With, node)
            field(w, "items", withitems(n16.items))
            field(w, "body", stmts(n16.body))
            field(w, "type_comment", w_None)
        case Kind.AsyncWith:
            n17 = cast(ast.AsyncWith, node)
            field(w, "items", withitems(n17.items))
            field(w, "body", stmts(n17.body))
            field(w, "type_comment", w_None)
        case Kind.Match:
            n18 = cast(ast.Match, node)
            field(w, "subject", tree(n18.subject))
            field(w, "cases", match_cases(n18.cases))
        case Kind.Raise:
            n19 = cast(ast.Raise, node)
            field(w, "exc", optional(n19.exc))
            field(w, "cause", optional(n19.cause))
        case Kind.Try:
            n20 = cast(ast.Try, node)
            field(w, "body", stmts(n20.body))
            field(w, "handlers", handlers(n20.handlers))
            field(w, "orelse", stmts(n20.orelse))
            field(w, "finalbody", stmts(n20.finalbody))
        case Kind.TryStar:
            n21 = cast(ast.TryStar, node)
            field(w, "body", stmts(n21.body))
            field(w, "handlers", handlers(n21.handlers))
            field(w, "orelse", stmts(n21.orelse))
            field(w, "finalbody", stmts(n21.finalbody))
        case Kind.Assert:
            n22 = cast(ast.Assert, node)
            field(w, "test", tree(n22.test))
            field(w, "msg", optional(n22.msg))
        case Kind.Import:
            n23 = cast(ast.Import, node)
            field(w, "names", aliases(n23.names))
        case Kind.ImportFrom:
            n24 = cast(ast.ImportFrom, node)
            field(w, "module", optional_str(n24.module))
            field(w, "names", aliases(n24.names))
            field(w, "level", from_int(n24.level))
        case Kind.Global:
            n25 = cast(ast.Global, node)
            field(w, "names", names(n25.names))
        case Kind.Nonlocal:
            n26 = cast(ast.Nonlocal, node)
            field(w, "names", names(n26.names))
        case Kind.Expr:
            n27 = cast(ast.Expr, node)
            field(w, "value", tree(n27.value))
        case Kind.Pass:
            pass
        case Kind.Break:
            pass
        case Kind.Continue:
            pass
        case _:
            pass


def expression_fields(w: Value, node: ast.AST) -> None:
    match node.kind:
        case Kind.BoolOp:
            n31 = cast(ast.BoolOp, node)
            field(w, "op", singleton_node(BOOLOP[n31.op]))
            field(w, "values", exprs(n31.values))
        case Kind.NamedExpr:
            n32 = cast(ast.NamedExpr, node)
            field(w, "target", tree(n32.target))
            field(w, "value", tree(n32.value))
        case Kind.BinOp:
            n33 = cast(ast.BinOp, node)
            field(w, "left", tree(n33.left))
            field(w, "op", singleton_node(OPERATOR[n33.op]))
            field(w, "right", tree(n33.right))
        case Kind.UnaryOp:
            n34 = cast(ast.UnaryOp, node)
            field(w, "op", singleton_node(UNARYOP[n34.op]))
            field(w, "operand", tree(n34.operand))
        case Kind.Lambda:
            n35 = cast(ast.Lambda, node)
            field(w, "args", tree(n35.args))
            field(w, "body", tree(n35.body))
        case Kind.IfExp:
            n36 = cast(ast.IfExp, node)
            field(w, "test", tree(n36.test))
            field(w, "body", tree(n36.body))
            field(w, "orelse", tree(n36.orelse))
        case Kind.Dict:
            n37 = cast(ast.Dict, node)
            field(w, "keys", optional_exprs(n37.keys))
            field(w, "values", exprs(n37.values))
        case Kind.Set:
            n38 = cast(ast.Set, node)
            field(w, "elts", exprs(n38.elts))
        case Kind.ListComp:
            n39 = cast(ast.ListComp, node)
            field(w, "elt", tree(n39.elt))
            field(w, "generators", comprehensions(n39.generators))
        case Kind.SetComp:
            n40 = cast(ast.SetComp, node)
            field(w, "elt", tree(n40.elt))
            field(w, "generators", comprehensions(n40.generators))
        case Kind.DictComp:
            n41 = cast(ast.DictComp, node)
            field(w, "key", tree(n41.key))
            field(w, "value", tree(n41.value))
            field(w, "generators", comprehensions(n41.generators))
        case Kind.GeneratorExp:
            n42 = cast(ast.GeneratorExp, node)
            field(w, "elt", tree(n42.elt))
            field(w, "generators", comprehensions(n42.generators))
        case Kind.Await:
            n43 = cast(ast.Await, node)
            field(w, "value", tree(n43.value))
        case Kind.Yield:
            n44 = cast(ast.Yield, node)
            field(w, "value", optional(n44.value))
        case Kind.YieldFrom:
            n45 = cast(ast.YieldFrom, node)
            field(w, "value", tree(n45.value))
        case Kind.Compare:
            n46 = cast(ast.Compare, node)
            field(w, "left", tree(n46.left))
            field(w, "ops", compare_ops(n46.ops))
            field(w, "comparators", exprs(n46.comparators))
        case Kind.Call:
            n47 = cast(ast.Call, node)
            field(w, "func", tree(n47.func))
            field(w, "args", exprs(n47.args))
            field(w, "keywords", keywords(n47.keywords))
        case Kind.FormattedValue:
            n48 = cast(ast.FormattedValue, node)
            field(w, "value", tree(n48.value))
            field(w, "conversion", from_int(n48.conversion))
            field(w, "format_spec", optional(n48.format_spec))
        case Kind.Interpolation:
            n49 = cast(ast.Interpolation, node)
            field(w, "value", tree(n49.value))
            field(w, "str", wrap(n49.text))
            field(w, "conversion", from_int(n49.conversion))
            field(w, "format_spec", optional(n49.format_spec))
        case Kind.JoinedStr:
            n50 = cast(ast.JoinedStr, node)
            field(w, "values", exprs(n50.values))
        case Kind.TemplateStr:
            n51 = cast(ast.TemplateStr, node)
            field(w, "values", exprs(n51.values))
        case Kind.Attribute:
            n53 = cast(ast.Attribute, node)
            field(w, "value", tree(n53.value))
            field(w, "attr", wrap(n53.attr))
            field(w, "ctx", singleton_node(CONTEXTS[n53.ctx]))
        case Kind.Subscript:
            n54 = cast(ast.Subscript, node)
            field(w, "value", tree(n54.value))
            field(w, "slice", tree(n54.slice))
            field(w, "ctx", singleton_node(CONTEXTS[n54.ctx]))
        case Kind.Starred:
            n55 = cast(ast.Starred, node)
            field(w, "value", tree(n55.value))
            field(w, "ctx", singleton_node(CONTEXTS[n55.ctx]))
        case Kind.Name:
            n56 = cast(ast.Name, node)
            field(w, "id", wrap(n56.id))
            field(w, "ctx", singleton_node(CONTEXTS[n56.ctx]))
        case Kind.List:
            n57 = cast(ast.List, node)
            field(w, "elts", exprs(n57.elts))
            field(w, "ctx", singleton_node(CONTEXTS[n57.ctx]))
        case Kind.Tuple:
            n58 = cast(ast.Tuple, node)
            field(w, "elts", exprs(n58.elts))
            field(w, "ctx", singleton_node(CONTEXTS[n58.ctx]))
        case Kind.Slice:
            n59 = cast(ast.Slice, node)
            field(w, "lower", optional(n59.lower))
            field(w, "upper", optional(n59.upper))
            field(w, "step", optional(n59.step))
        case _:
            pass


def part_fields(w: Value, node: ast.AST) -> None:
    match node.kind:
        case Kind.comprehension:
            n60 = cast(ast.comprehension, node)
            field(w, "target", tree(n60.target))
            field(w, "iter", tree(n60.iter))
            field(w, "ifs", exprs(n60.ifs))
            field(w, "is_async", from_int(n60.is_async))
        case Kind.ExceptHandler:
            n61 = cast(ast.ExceptHandler, node)
            field(w, "type", optional(n61.type))
            field(w, "name", optional_str(n61.name))
            field(w, "body", stmts(n61.body))
        case Kind.arguments:
            n62 = cast(ast.arguments, node)
            field(w, "posonlyargs", args(n62.posonlyargs))
            field(w, "args", args(n62.args))
            field(w, "vararg", optional(n62.vararg))
            field(w, "kwonlyargs", args(n62.kwonlyargs))
            field(w, "kw_defaults", optional_exprs(n62.kw_defaults))
            field(w, "kwarg", optional(n62.kwarg))
            field(w, "defaults", exprs(n62.defaults))
        case Kind.arg:
            n63 = cast(ast.arg, node)
            field(w, "arg", wrap(n63.arg))
            field(w, "annotation", optional(n63.annotation))
            field(w, "type_comment", w_None)
        case Kind.keyword:
            n64 = cast(ast.keyword, node)
            field(w, "arg", optional_str(n64.arg))
            field(w, "value", tree(n64.value))
        case Kind.alias:
            n65 = cast(ast.alias, node)
            field(w, "name", wrap(n65.name))
            field(w, "asname", optional_str(n65.asname))
        case Kind.withitem:
            n66 = cast(ast.withitem, node)
            field(w, "context_expr", tree(n66.context_expr))
            field(w, "optional_vars", optional(n66.optional_vars))
        case Kind.match_case:
            n67 = cast(ast.match_case, node)
            field(w, "pattern", tree(n67.pattern))
            field(w, "guard", optional(n67.guard))
            field(w, "body", stmts(n67.body))
        case _:
            pass


def pattern_fields(w: Value, node: ast.AST) -> None:
    match node.kind:
        case Kind.MatchValue:
            n68 = cast(ast.MatchValue, node)
            field(w, "value", tree(n68.value))
        case Kind.MatchSequence:
            n70 = cast(ast.MatchSequence, node)
            field(w, "patterns", patterns(n70.patterns))
        case Kind.MatchMapping:
            n71 = cast(ast.MatchMapping, node)
            field(w, "keys", exprs(n71.keys))
            field(w, "patterns", patterns(n71.patterns))
            field(w, "rest", optional_str(n71.rest))
        case Kind.MatchClass:
            n72 = cast(ast.MatchClass, node)
            field(w, "cls", tree(n72.cls))
            field(w, "patterns", patterns(n72.patterns))
            field(w, "kwd_attrs", names(n72.kwd_attrs))
            field(w, "kwd_patterns", patterns(n72.kwd_patterns))
        case Kind.MatchStar:
            n73 = cast(ast.MatchStar, node)
            field(w, "name", optional_str(n73.name))
        case Kind.MatchAs:
            n74 = cast(ast.MatchAs, node)
            field(w, "pattern", optional(n74.pattern))
            field(w, "name", optional_str(n74.name))
        case Kind.MatchOr:
            n75 = cast(ast.MatchOr, node)
            field(w, "patterns", patterns(n75.patterns))
        case _:
            pass


def parameter_fields(w: Value, node: ast.AST) -> None:
    match node.kind:
        case Kind.TypeVar:
            n76 = cast(ast.TypeVar, node)
            field(w, "name", wrap(n76.name))
            field(w, "bound", optional(n76.bound))
            field(w, "default_value", optional(n76.default_value))
        case Kind.ParamSpec:
            n77 = cast(ast.ParamSpec, node)
            field(w, "name", wrap(n77.name))
            field(w, "default_value", optional(n77.default_value))
        case Kind.TypeVarTuple:
            n78 = cast(ast.TypeVarTuple, node)
            field(w, "name", wrap(n78.name))
            field(w, "default_value", optional(n78.default_value))
        case _:
            pass
