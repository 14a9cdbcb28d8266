"""Attributes on objects that the runtime was born with: the contexts and operators that all syntax trees share."""

import ast
import copy
import pickle

tree = ast.parse("def f(a, b):\n  return a + b if not a else [-b]\nclass A: pass\n")
for node in ast.walk(tree):
    for child in ast.iter_child_nodes(node):
        child.parent = node
        child.name_of_parent = type(node).__name__
shared = [n for n in ast.walk(tree) if isinstance(n, (ast.expr_context, ast.operator, ast.unaryop))]
print([(type(n).__name__, n.name_of_parent, n._fields) for n in shared])
other = copy.deepcopy(tree)
print(ast.dump(other) == ast.dump(tree), len([n for n in ast.walk(other) if hasattr(n, "parent")]))
for n in ast.walk(tree):
    if hasattr(n, "parent"):
        del n.parent
print(ast.dump(pickle.loads(pickle.dumps(tree))) == ast.dump(tree))
print([vars(n) for n in shared[:2]])
load = ast.parse("a").body[0].value.ctx
load.__dict__["x"] = 1
print(load.x, ast.parse("b").body[0].value.ctx.x)
