"""Functions: what is known of one from its definition, and the queue of those whose bodies are to be compiled."""

from __future__ import annotations

import types as host_types
from collections.abc import Callable
from typing import Any

from mypy.nodes import (
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    LambdaExpr,
    NameExpr,
    Node,
    RefExpr,
    StrExpr,
    TypeInfo,
)
from mypy.types import (
    CallableType,
    get_proper_type,
)

from protopyc.errors import Refused
from protopyc.front.classes import class_of_info
from protopyc.front.types import convert, local_type, result_type
from protopyc.front.world import World
from protopyc.ir import nodes as ir
from protopyc.ir.types import (
    ClassTy,
    Ty,
)
from protopyc.names import namespace, safe


def function_of(world: World, node: FuncDef | LambdaExpr, module: str = "") -> ir.Function:
    """The IR function of a definition; queued for compilation when first asked for."""
    found = world.declared.get(node)
    if found is not None:
        return found
    if isinstance(node, LambdaExpr):
        function = declare_lambda(world, node, module)
    else:
        function = declare(world, node)
    world.declared[node] = function
    world.functions.append(function)
    world.defs[function] = node
    world.pending.append(function)
    return function


def declare(world: World, node: FuncDef) -> ir.Function:
    owner = class_of_info(world, node.info) if node.info else None
    module = node.info.module_name if node.info else node.fullname.rpartition(".")[0]
    signature = node.type
    if not isinstance(signature, CallableType):
        raise Refused(node.line, node.column, f"function {node.name} has no annotations")
    if owner is not None:
        name = f"{owner.name}.{node.name}"
        member = node.name.strip("_") if node.name.startswith("__") else node.name
        cxx_name = f"{namespace(module)}::{owner.name}_{member}"
        if world.files[module].names.get(cxx_name.rpartition(":")[2]) is not None:
            cxx_name += "_method"
    else:
        name = node.name
        cxx_name = f"{namespace(module)}::{safe(node.name)}"
    function = ir.Function(
        name, module, cxx_name, owner=owner, file=world.files[module].path, line=node.line
    )
    function.asm_name = f"{module}.{name}"
    function.is_static = node.is_static
    if node.is_class:
        raise Refused(
            node.line, node.column, "class methods are outside the dialect; write a module function"
        )
    if node.is_generator or node.is_coroutine or node.is_async_generator:
        raise Refused(
            node.line, node.column, "generators and coroutines are outside the dialect; fill a list"
        )
    decorators = decorators_of(world, node)
    for decorator in decorators:
        mark(world, function, decorator)
    used: set[str] = set()
    arguments = node.arguments[:1] if node.name == "__exit__" else node.arguments
    for index, argument in enumerate(arguments):
        if argument.kind.is_star():
            raise Refused(
                argument.line,
                argument.column,
                "*args and **kwargs are outside the dialect; name the parameters",
            )
        if owner is not None and index == 0 and not node.is_static:
            ty: Ty = ClassTy(owner)
        else:
            declared = convert(world, signature.arg_types[index], argument.line, argument.column)
            function.c_params.append(declared)
            ty = declared if function.c_name is not None else local_type(world, declared)
        local = ir.Local(safe(argument.variable.name), ty)
        used.add(local.name)
        function.params.append(local)
    result = convert(world, signature.ret_type, node.line, node.column)
    function.c_result = result
    function.result = result_type(world, result)
    return function


def decorators_of(world: World, node: FuncDef) -> list[Expression]:
    table = node.info.names if node.info else world.files[node.fullname.rpartition(".")[0]].names
    symbol = table.get(node.name)
    if symbol is not None and isinstance(symbol.node, Decorator) and symbol.node.func is node:
        return symbol.node.original_decorators
    return []


def mark(world: World, function: ir.Function, decorator: Expression) -> None:
    if isinstance(decorator, RefExpr):
        if decorator.fullname == "protodialect.types.inline":
            function.inline = True
        elif decorator.fullname == "protodialect.types.noinline":
            function.noinline = True
        elif decorator.fullname == "protodialect.types.dispatch_loop":
            function.dispatch = True
        elif decorator.fullname == "protodialect.unsafe.c_callback":
            function.c_callback = True
        elif decorator.fullname == "builtins.property":
            raise Refused(
                decorator.line, decorator.column, "properties are outside the dialect; write a method"
            )
    elif isinstance(decorator, CallExpr) and isinstance(decorator.callee, RefExpr):
        if decorator.callee.fullname == "protodialect.unsafe.export":
            name = decorator.args[0]
            assert isinstance(name, StrExpr)
            function.asm_name = name.value
            function.exported = True
        if decorator.callee.fullname == "protodialect.unsafe.c_function":
            name = decorator.args[0]
            assert isinstance(name, StrExpr)
            function.c_name = name.value
            for argument, keyword in zip(decorator.args, decorator.arg_names):
                if keyword == "blocking" and isinstance(argument, NameExpr):
                    function.c_blocking = argument.name == "True"
                if keyword == "errno" and isinstance(argument, NameExpr):
                    function.c_errno = argument.name == "True"
                if keyword == "library":
                    if not isinstance(argument, StrExpr):
                        raise Refused(argument.line, argument.column, "library= wants a literal: the key of the library")
                    function.c_library = argument.value


def declare_lambda(world: World, node: LambdaExpr, module: str) -> ir.Function:
    signature = get_proper_type(world.types.get(node))
    if not isinstance(signature, CallableType):
        raise Refused(
            node.line,
            node.column,
            "the type of this lambda is not known; assign it to a Callable[...] variable",
        )
    name = f"lambda_{node.line}_{node.column}"
    function = ir.Function(
        name, module, f"{namespace(module)}::{name}", file=world.files[module].path, line=node.line
    )
    function.asm_name = f"{module}.{name}"
    for argument, t in zip(node.arguments, signature.arg_types):
        function.params.append(
            ir.Local(
                safe(argument.variable.name), local_type(world, convert(world, t, node.line, node.column))
            )
        )
    function.result = result_type(world, convert(world, signature.ret_type, node.line, node.column))
    return function


def function_named(world: World, fullname: str) -> ir.Function | None:
    """A module-level function by its full name, None if there is none."""
    node = find_def(world, fullname)
    return function_of(world, node) if node is not None else None


def find_def(world: World, fullname: str) -> FuncDef | None:
    module, _, name = fullname.rpartition(".")
    file = world.files.get(module)
    symbol = file.names.get(name) if file is not None else None
    node = symbol.node if symbol is not None else None
    if isinstance(node, Decorator):
        node = node.func
    return node if isinstance(node, FuncDef) and world.ours(module) else None


def def_of_host(world: World, host: Callable[..., Any]) -> ir.Function:
    """The IR function of a host function object."""
    module = getattr(host, "__module__", "?")
    qualname = getattr(host, "__qualname__", "?")
    if isinstance(host, host_types.FunctionType) and world.ours(module):
        if host.__name__ == "<lambda>":
            found = lambdas_of(world, module).get(host.__code__.co_firstlineno, [])
            if len(found) == 1:
                return function_of(world, found[0], module)
            raise Refused(
                host.__code__.co_firstlineno, 0, "several lambdas on one line; give each its own line"
            )
        if "<locals>" in qualname:
            raise Refused(
                host.__code__.co_firstlineno,
                0,
                f"{module}.{qualname} is a closure; only module-level functions can be compiled",
            )
        head, _, tail = qualname.rpartition(".")
        if head:
            symbol = world.files[module].names.get(head)
            if symbol is not None and isinstance(symbol.node, TypeInfo) and tail in symbol.node.names:
                node = symbol.node.names[tail].node
                node = node.func if isinstance(node, Decorator) else node
                if isinstance(node, FuncDef):
                    return function_of(world, node)
        else:
            definition = find_def(world, f"{module}.{qualname}")
            if definition is not None:
                return function_of(world, definition)
    raise Refused(0, 0, f"{module}.{qualname} is not a function of the program")


def lambdas_of(world: World, module: str) -> dict[int, list[LambdaExpr]]:
    if module not in world.lambdas:
        world.lambdas[module] = {}
        find_lambdas(world.files[module].defs, world.lambdas[module])
    return world.lambdas[module]


def compile_pending(world: World) -> None:
    while world.pending:
        function = world.pending.pop()
        if function.c_name is not None or function.compiled:
            continue
        function.compiled = True
        world.compile_body(function)


LAMBDA_PLACES = (
    "defs",
    "body",
    "expr",
    "rvalue",
    "callee",
    "args",
    "items",
    "left",
    "right",
    "func",
    "original_decorators",
    "else_body",
    "if_expr",
    "else_expr",
    "base",
    "index",
    "arguments",
    "initializer",
)


def find_lambdas(node: Any, found: dict[int, list[LambdaExpr]]) -> None:
    """All lambdas under a node, by line. (mypy's visitors cannot be subclassed from interpreted code.)"""
    if isinstance(node, (list, tuple)):
        for item in node:
            find_lambdas(item, found)
        return
    if not isinstance(node, Node) or isinstance(node, TypeInfo):
        return
    if isinstance(node, LambdaExpr):
        found.setdefault(node.line, []).append(node)
    for name in LAMBDA_PLACES:
        child = getattr(node, name, None)
        if child is not None and not (isinstance(node, RefExpr) and name == "node"):
            find_lambdas(child, found)
