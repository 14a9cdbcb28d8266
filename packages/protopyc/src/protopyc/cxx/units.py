"""The generated files: one header of structs, one unit per module, one unit of class descriptions and the
entry.

    program.hpp    the same for every program: a few helpers
    MODULE.cpp     structs, ClassInfos and id ranges that the module names, prototypes of what it calls, the
                   @inline functions
                   it needs, its functions. A unit holds nothing that it does not use, so that a change
                   rebuilds few units.
    classes.cpp    ClassInfo and ShapeHead objects with vtables; pp_entry; out-of-line copies of @inline
                   functions

Functions carry assembler labels (`module.qualname`), so that frozen data (an assembler file), gdb and perf
name them alike.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from protopyc.cxx.expression import ExpressionWriter
from protopyc.cxx.function import FunctionWriter, signature
from protopyc.ir import nodes as ir
from protopyc.ir.types import VOID, ClassDecl, TrailingTy
from protopyc.ir.walk import all_expressions
from protopyc.passes.effects import Effects
from protopyc.passes.lower import lower
from protopyc.program import CTX_SIZE, Program, Unit

CLASSES = "classes"
"""The name of the unit of class descriptions and the entry."""

NAME = re.compile(r"::\w+(?:::\w+)+|\bpp_\w+")

DISPATCH_FLAGS = ["-fno-gcse", "-fno-crossjumping", "-fno-tree-tail-merge"]
"""For units with an interpreter loop: g++ must not merge again what @dispatch_loop has replicated."""


HELPERS = """
// float(s) of ASCII digits: the C library rounds correctly.
inline double pp_float_of_literal(const Str* s) {
    char small[64];
    char* text = s->length < 64 ? small : (char*)malloc((size_t)s->length + 1);
    for (int64_t i = 0; i < s->length; i++) text[i] = (char)pp_str_char(s, i);
    text[s->length] = 0;
    double d = strtod(text, nullptr);
    if (text != small) free(text);
    return d;
}
template <class K, class V> Tuple<V, bool> pp_dict_find(Ctx* cx, Dict<K, V>* d, K key) {
    int64_t e = d->find(cx, key);
    if (e < 0) return {V(), false};
    return {d->values->items[e], true};
}
template <class T> PP_INLINE T pp_require(T x, const char* where) {
    if (PP_UNLIKELY(!x)) pp_panic(where);
    return x;
}
"""

ARGUMENTS = """
extern "C" { extern int pp_argc; extern char** pp_argv; }
extern "C" int64_t pp_entry(Ctx* cx) {
    List<Str*>* arguments = List<Str*>::make(cx, pp_argc);
    for (int i = 0; i < pp_argc; i++)
        arguments->append(cx, %(decode)s(cx, (Addr)pp_argv[i], (int64_t)strlen(pp_argv[i])));
    return %(main)s(cx, arguments);
}
"""


@dataclass
class Written:
    """A function in C++, and what it names."""

    text: str = ""
    functions: list[ir.Function] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    structs: list[ClassDecl] = field(default_factory=list)


NOTHING = Written()


class UnitWriter:
    """Writes each unit when asked for it; functions are lowered when a unit needs them."""

    def __init__(self, program: Program, entry: ir.Function) -> None:
        self.program = program
        self.entry = entry
        self.effects = Effects(program)
        self.functions = [f for f in program.functions if f.compiled or f.c_name is not None]
        self.modules: dict[str, list[ir.Function]] = {}
        for f in self.functions:
            if f.c_name is None:
                self.modules.setdefault(f.module, []).append(f)
        self.cache: dict[ir.Function, Written] = {}
        self.classes = program.ordered
        self._number_classes()
        self.by_name: dict[str, ClassDecl] = {}
        for decl in self.classes:
            for name in (
                decl.cxx_name,
                decl.info_cxx,
                decl.info_cxx + "_user",
                decl.info_cxx + "_LO",
                decl.info_cxx + "_HI",
                decl.shape_cxx,
            ):
                if name:
                    self.by_name[name] = decl
        self._number_slots()

    # --- classes ----------------------------------------------------------------------------------------
    # ------------------

    def _number_classes(self) -> None:
        """A class and its subclasses are a range of ids. Roots, and the children of roots, have places that
        depend on their
        names, so that a new class moves few others (the ids are written into the units that test for
        them)."""
        inside = set(self.classes)

        def subtree(decl: ClassDecl) -> list[ClassDecl]:
            subs = sorted((d for d in decl.subclasses if d in inside), key=lambda d: (d.module, d.name))
            return [decl, *(x for sub in subs for x in subtree(sub))]

        def number(decl: ClassDecl, first: int) -> int:
            decl.id_lo = first
            first += 1
            for sub in sorted((d for d in decl.subclasses if d in inside), key=lambda d: (d.module, d.name)):
                first = number(sub, first)
            decl.id_hi = first
            return first

        def places(decls: list[ClassDecl], space: int) -> list[tuple[ClassDecl, int, int]]:
            """(class, offset, width) in a range of `space` ids."""
            taken: list[tuple[int, int]] = []
            result = []
            for decl in sorted(decls, key=lambda d: (d.module, d.name)):
                width = 1 << max(6, (2 * len(subtree(decl))).bit_length())
                at = zlib.crc32(f"{decl.module}.{decl.name}".encode()) % (space // width) * width
                while any(at < end and start < at + width for start, end in taken):
                    at = (at + width) % space
                taken.append((at, at + width))
                result.append((decl, at, width))
            return result

        roots = [d for d in self.classes if d.base is None]
        big = [d for d in roots if len(subtree(d)) > 32]
        for k, root in enumerate(sorted(big, key=lambda d: (d.module, d.name))):
            root.id_lo, root.id_hi = (k + 2) << 24, (k + 3) << 24
            for decl, at, _ in places([d for d in root.subclasses if d in inside], (1 << 24) - 64):
                number(decl, root.id_lo + 64 + at)
        for decl, at, _ in places([d for d in roots if d not in big], 1 << 24):
            number(decl, at + 64)

    def _number_slots(self) -> None:
        """A slot's index is unique along every path of the hierarchy: one numbering per root class."""
        counts: dict[ClassDecl, int] = {}
        for slot in self.program.slots.values():
            root = slot.owner
            while root.base is not None:
                root = root.base
            slot.index = counts.get(root, 0)
            counts[root] = slot.index + 1

    def vtable(self, decl: ClassDecl) -> list[ir.Function | None]:
        found: dict[int, ir.Function | None] = {}
        for (owner, name), slot in self.program.slots.items():
            if decl.is_subclass(owner):
                found[slot.index] = self.program.slot_functions.get((decl, name))
        return [found.get(i) for i in range(max(found, default=-1) + 1)]

    # --- functions --------------------------------------------------------------------------------------
    # --------------------

    def written(self, f: ir.Function) -> Written:
        if f.c_name is not None or not f.compiled:
            return NOTHING
        found = self.cache.get(f)
        if found is None:
            always = f.inline and not self._recursive(f)
            prefix = "PP_INLINE " if always else "inline " if f.inline else "PP_NOINLINE " if f.noinline else ""
            lower(self.program, f, self.effects)
            writer = ExpressionWriter()
            text = FunctionWriter(f, writer).write(prefix)
            found = Written(text, list(writer.functions), list(writer.symbols), list(writer.structs))
            self.cache[f] = found
        return found

    def _recursive(self, f: ir.Function) -> bool:
        """Does an @inline function reach itself through @inline functions?"""
        seen: set[ir.Function] = set()
        todo = [f]
        while todo:
            g = todo.pop()
            for x in all_expressions(g.body):
                if isinstance(x, ir.Call) and x.function.inline:
                    if x.function is f:
                        return True
                    if x.function not in seen:
                        seen.add(x.function)
                        todo.append(x.function)
        return False

    def prototype(self, f: ir.Function) -> str:
        space, _, name = f.cxx_name.rpartition("::")
        label = f' __asm__("{f.asm_name}")'
        return f"namespace {space.removeprefix('::')} {{ {signature(f, name)}{label}; }}"

    def c_function(self, f: ir.Function) -> str:
        """A C function is declared under a name of ours (its own may be declared otherwise by a header) and
        wrapped."""
        space, _, name = f.cxx_name.rpartition("::")
        params = ", ".join(p.ty.cxx for p in f.params) or "void"
        result = "void" if f.result == VOID else f.c_result.cxx
        args = ", ".join(p.name for p in f.params)
        rows = [f"namespace {space.removeprefix('::')} {{"]
        if f.c_library is None:
            rows += [
                'extern "C" __attribute__((visibility("default")))',
                f'{result} c_{name}({params}) __asm__("{f.c_name}");',
                f"PP_INLINE {signature(f, name)} {{",
            ]
        else:
            rows += [
                f"PP_INLINE {signature(f, name)} {{",
                f'    static pp_LibraryFunction pp_slot = {{"{f.c_library}", "{f.c_name}", nullptr}};',
                f"    auto c_{name} = ({result} (*)({params}))pp_library_function(&pp_slot);",
            ]
        if f.c_blocking:
            rows.append("    pp_enter_blocking(cx);")
        rows.append(f"    {'' if f.result == VOID else 'auto pp_result = '}c_{name}({args});")
        if f.c_errno:
            rows.append("    int pp_error = errno;")
        if f.c_blocking:
            rows.append("    pp_leave_blocking(cx);")
        if f.c_errno:
            rows.append("    cx->saved_errno = pp_error;")
        if f.result != VOID:
            rows.append("    return pp_result;")
        return "\n".join([*rows, "}", "}"])

    def needs(self, roots: Iterable[ir.Function]) -> tuple[list[ir.Function], list[ir.Function], list[str]]:
        """(functions to declare, @inline functions to define, frozen symbols) for a unit with these
        functions."""
        declared: dict[ir.Function, None] = {}
        inlined: dict[ir.Function, None] = {}
        symbols: dict[str, None] = {}

        def visit(f: ir.Function) -> None:
            written = self.written(f)
            symbols.update(dict.fromkeys(written.symbols))
            for g in written.functions:
                declared[g] = None
                if g.inline and g not in inlined:
                    inlined[g] = None
                    visit(g)

        for f in roots:
            declared[f] = None
            visit(f)
        return list(declared), list(inlined), list(symbols)

    def preamble(
        self,
        declared: list[ir.Function],
        inlined: list[ir.Function],
        symbols: list[str],
        bodies: list[ir.Function],
        more: str = "",
    ) -> list[str]:
        """All that stands before the functions of a unit: `bodies` are those functions, `more` is other
        text that it holds."""
        rows = ['extern "C" {', *(f"extern uint64_t {s}[];" for s in sorted(symbols)), "}"]
        for f in sorted(declared, key=lambda f: f.asm_name):
            if f.c_name is not None:
                rows.append(self.c_function(f))
            elif f.inline:
                space, _, name = f.cxx_name.rpartition("::")
                rows.append(f"namespace {space.removeprefix('::')} {{ inline {signature(f, name)}; }}")
            else:
                rows.append(self.prototype(f))
        for f in sorted(inlined, key=lambda f: f.asm_name):
            rows.append(self.written(f).text)
        rows.append("#pragma GCC visibility pop")
        complete = {d for f in [*inlined, *bodies] for d in self.written(f).structs}
        text = "\n".join([*rows, more, *(self.written(f).text for f in bodies)])
        start = ['#include "program.hpp"', "#include <errno.h>", "#pragma GCC visibility push(hidden)"]
        return [*start, *self.class_declarations(text, complete), *rows]

    def class_declarations(self, text: str, complete: set[ClassDecl]) -> list[str]:
        """Declarations of the classes that a text names, definitions of those in `complete`."""
        definitions: list[str] = []
        for decl in self.classes:
            if decl in complete and decl.module != "builtins":
                definitions += self.struct(decl)
        names = set(NAME.findall(text)) | set(NAME.findall("\n".join(definitions)))
        named = {self.by_name[n] for n in names if n in self.by_name} | complete
        rows: list[str] = []
        for decl in self.classes:
            if decl in named:
                rows += self.class_names(decl, names)
        return [*rows, *definitions]

    def class_names(self, decl: ClassDecl, names: set[str]) -> list[str]:
        """The names of a class: its struct, ClassInfo, shape, id range."""
        ids = (
            f"constexpr uint32_t {decl.info_cxx.rpartition('::')[2]}_LO = {decl.id_lo}, "
            f"{decl.info_cxx.rpartition('::')[2]}_HI = {decl.id_hi};"
        )
        tests = decl.info_cxx + "_LO" in names
        if decl.module == "builtins":
            return [ids] if tests else []
        space, _, name = decl.cxx_name.rpartition("::")
        info = decl.info_cxx.rpartition("::")[2]
        parts = [f"struct {name};"]
        if decl.info_cxx in names:
            parts.append(f'extern ClassInfo {info} __asm__("{decl.info_symbol}");')
        if decl.info_cxx + "_user" in names:
            parts.append(f'extern ClassInfo {info}_user __asm__("{decl.info_symbol}.user");')
        if decl.shape_symbol and decl.shape_cxx in names:
            parts.append(
                f'extern ShapeHead {decl.shape_cxx.rpartition("::")[2]} __asm__("{decl.shape_symbol}");'
            )
        if tests:
            parts.append(ids)
        return [f"namespace {space.removeprefix('::')} {{ {' '.join(parts)} }}"]

    # --- files ------------------------------------------------------------------------------------------
    # ----------------------

    def header(self) -> str:
        rows = [
            "// Written by protopyc.",
            "#pragma once",
            '#include "protopy.hpp"',
            "#include <stdlib.h>",
            "#include <stddef.h>",
            '#pragma GCC diagnostic ignored "-Wcast-function-type"',
            "template <class R, class... A> using Function = R (*)(Ctx*, A...);",
            "#define FROZEN(T, s) ((T*)s)",
            HELPERS,
        ]
        return "\n".join(rows) + "\n"

    def struct(self, decl: ClassDecl) -> list[str]:
        space, _, name = decl.cxx_name.rpartition("::")
        rows = [
            f"namespace {space.removeprefix('::')} {{",
            f"struct {name}{' : Ctx' if decl.is_context else ''} {{",
        ]
        if not decl.is_context:
            rows.append("    PP_WORD(ShapeHead*) shape;")
        own = [f for f in decl.fields if not (decl.is_context and f.offset < CTX_SIZE)]
        for f in own:
            rows.append(f"    {f.cxx} {f.cxx_name}{'[]' if isinstance(f.ty, TrailingTy) else ''};")
        rows.append("};")
        for f in own[:1] + own[1:][-1:]:
            rows.append(f"static_assert(offsetof({name}, {f.cxx_name}) == {f.offset});")
        return [*rows, "}"]

    def has_user(self, decl: ClassDecl) -> bool:
        """Python-visible classes may have user subclasses."""
        root = decl
        while root.base is not None:
            root = root.base
        return decl.has_user_variant or self.program.plays(root, "object")

    def class_data(self, decl: ClassDecl) -> list[str]:
        rows: list[str] = []
        name = "".join(c if c.isalnum() else "_" for c in f"{decl.module}.{decl.name}")
        skip = CTX_SIZE if decl.is_context else 0
        traced = [
            f.offset
            for f in decl.fields
            if f.ty.traced and not isinstance(f.ty, TrailingTy) and f.offset >= skip
        ]
        table = "nullptr"
        if traced:
            rows.append(f"static const uint16_t traced_{name}[] = {{{', '.join(map(str, traced))}}};")
            table = f"traced_{name}"
        vtable = "nullptr"
        methods = self.vtable(decl) if decl in self.program.live else []
        if methods:
            cells = ", ".join(f"(void*)&{m.cxx_name}" if m is not None else "nullptr" for m in methods)
            rows.append(f"static void* const vtable_{name}[] = {{{cells}}};")
            vtable = f"vtable_{name}"
        kind, item, length, trailing = "PP_FIXED", 0, 0, 0
        if decl.trailing is not None:
            assert isinstance(decl.trailing.ty, TrailingTy)
            cell = decl.trailing.ty.item
            field = decl.find_field("length")
            kind = "PP_TRAILING_WORDS" if cell.traced else "PP_TRAILING_RAW"
            item, length, trailing = cell.size, field.offset if field else 0, decl.trailing.offset
        if self.program.plays(decl, "instance"):
            kind, item, trailing = "PP_INSTANCE", 8, decl.size
        user = (
            f"&{decl.info_cxx}_user"
            if self.has_user(decl) and not self.program.plays(decl, "instance")
            else "nullptr"
        )
        if self.program.plays(decl, "instance"):
            user = f"&{decl.info_cxx}"

        def info(symbol: str, extra: int, variant: str) -> str:
            return (
                f'ClassInfo ({symbol}) = {{"{decl.name}", {decl.id_lo}, {decl.id_hi}, {decl.size}, '
                f"{kind}, {item}, {len(traced)}, {table}, "
                f"{length}, {trailing}, {extra}, 0, {vtable}, {variant}}};"
            )

        if decl.module == "builtins":
            head = f"ShapeHead {decl.shape_cxx} = {{&{decl.shape_cxx}, &{decl.info_cxx}}};"
            return [*rows, 'extern "C" {', info(decl.info_cxx, 0, user), head, "}"]
        rows.append(info(decl.info_cxx, 0, user))
        if self.has_user(decl):
            rows.append(info(decl.info_cxx + "_user", 1, "nullptr"))
        if decl.shape_symbol:
            rows.append(f"ShapeHead ({decl.shape_cxx}) = {{&{decl.shape_cxx}, &{decl.info_cxx}}};")
        return rows

    def classes_unit(self) -> Unit:
        methods = {
            m for decl in self.classes if decl in self.program.live for m in self.vtable(decl) if m is not None
        }
        taken = [f for f in self.functions if f.inline and (f.address_taken or f.exported)]
        decoder = self.program.argument_decoder
        if decoder is not None:
            methods.add(decoder)
        declared, inlined, symbols = self.needs([self.entry, *methods, *taken])
        inlined = list(dict.fromkeys([*inlined, *[f for f in [*methods, *taken] if f.inline]]))
        declared = [
            f
            for f in declared
            if f is self.entry
            or f in methods
            or f in taken
            or f in inlined
            or any(f in self.written(g).functions for g in inlined)
        ]
        _, _, symbols = self.needs(inlined)
        data = [row for decl in self.classes for row in self.class_data(decl)]
        context = self.program.context_decl
        where = f"&{context.info_cxx}" if context is not None and context in self.classes else "nullptr"
        data.append(f'extern "C" {{ ClassInfo* const pp_context_info = {where}; }}')
        for f in taken:
            names = ", ".join(["cx", *(p.name for p in f.params)])
            external = f"out_of_line_{len(data)}"
            data.append(
                f'__attribute__((visibility("hidden"))) {signature(f, external)} __asm__("{f.asm_name}");'
            )
            data.append(f"{signature(f, external)} {{ return {f.cxx_name}({names}); }}")
        data += self.entry_function()
        rows = [*self.preamble(declared, inlined, symbols, [], "\n".join(data)), *data]
        return Unit(CLASSES, "\n".join(rows) + "\n")

    def entry_function(self) -> list[str]:
        name = self.entry.cxx_name
        call = f"return {name}(cx);" if self.entry.result != VOID else f"{name}(cx); return 0;"
        if self.entry.params:
            decoder = self.program.argument_decoder
            assert decoder is not None
            return [ARGUMENTS % {"decode": decoder.cxx_name, "main": name}]
        return [f'extern "C" int64_t pp_entry(Ctx* cx) {{ {call} }}']

    def module_unit(self, module: str, functions: list[ir.Function]) -> Unit:
        functions = sorted(functions, key=lambda f: (f.line, f.asm_name))
        plain = [f for f in functions if not f.inline]
        declared, inlined, symbols = self.needs(plain)
        rows = self.preamble(declared, inlined, symbols, plain)
        rows += [self.written(f).text for f in plain]
        flags = list(DISPATCH_FLAGS) if any(f.dispatch for f in functions) else []
        return Unit(module, "\n".join(rows) + "\n", flags)

    def names(self) -> list[str]:
        """The names of the units."""
        return [*sorted(m for m, fs in self.modules.items() if any(not f.inline for f in fs)), CLASSES]

    def unit(self, name: str) -> Unit:
        return self.classes_unit() if name == CLASSES else self.module_unit(name, self.modules[name])

    def headers(self) -> dict[str, str]:
        return {"program.hpp": self.header()}
