"""A contract for import-linter: the only modules that import each other in a circle are those that are listed.

    [[tool.importlinter.contracts]]
    name = "Circles"
    type = "circles"
    circles = ["package.a package.b", ...]      # one string a circle

A circle is a strongly connected set of modules. The contract is broken by one that is not listed, by a listed one that has
grown, and by one that has become smaller or is gone: then the list is shortened.
"""

from __future__ import annotations

import grimp
import networkx
from importlinter import Contract, ContractCheck, fields, output


class CirclesContract(Contract):  # type: ignore[misc]
    type_name = "circles"

    circles = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        imports = networkx.DiGraph()
        for module in graph.modules:
            imports.add_edges_from((module, other) for other in graph.find_modules_directly_imported_by(module))
        found = {frozenset(c) for c in networkx.strongly_connected_components(imports) if len(c) > 1}
        listed = {frozenset(line.split()) for line in self.circles}
        return ContractCheck(
            kept=found == listed,
            metadata={"new": [sorted(c) for c in found - listed], "gone": [sorted(c) for c in listed - found]},
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        for what, circles in check.metadata.items():
            for circle in circles:
                output.print_error(f"{what}: a circle of {len(circle)} modules")
                output.print_error("    " + " ".join(circle))
