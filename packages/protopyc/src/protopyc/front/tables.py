"""Which function writes which kind of mypy's nodes; what has none is outside the dialect."""

from __future__ import annotations

from mypy import nodes

from protopyc.front.builder import Expressions, Statements
from protopyc.front.calls.call import call_expression
from protopyc.front.expressions.comparisons import comparison_expression
from protopyc.front.expressions.comprehensions import list_comprehension
from protopyc.front.expressions.forms import assignment_expression, cast_expression, conditional_expression, lambda_expression
from protopyc.front.expressions.literals import (
    bytes_expression,
    dict_expression,
    float_expression,
    int_expression,
    list_expression,
    set_expression,
    str_expression,
    tuple_expression,
)
from protopyc.front.expressions.names import member_expression, name_expression
from protopyc.front.expressions.operators import op_expression, unary_expression
from protopyc.front.expressions.subscripts import index_expression
from protopyc.front.statements.assignment import assignment_statement, operator_assignment_statement
from protopyc.front.statements.branches import if_statement, match_statement, while_statement
from protopyc.front.statements.contexts import with_statement
from protopyc.front.statements.exceptions import raise_statement, try_statement
from protopyc.front.statements.loops import for_statement
from protopyc.front.statements.simple import (
    assert_statement,
    block_statement,
    break_statement,
    continue_statement,
    del_statement,
    expression_statement,
    pass_statement,
    return_statement,
)

EXPRESSIONS: Expressions = {
    nodes.IntExpr: int_expression,
    nodes.FloatExpr: float_expression,
    nodes.StrExpr: str_expression,
    nodes.BytesExpr: bytes_expression,
    nodes.NameExpr: name_expression,
    nodes.MemberExpr: member_expression,
    nodes.UnaryExpr: unary_expression,
    nodes.OpExpr: op_expression,
    nodes.ComparisonExpr: comparison_expression,
    nodes.ConditionalExpr: conditional_expression,
    nodes.AssignmentExpr: assignment_expression,
    nodes.TupleExpr: tuple_expression,
    nodes.ListExpr: list_expression,
    nodes.DictExpr: dict_expression,
    nodes.SetExpr: set_expression,
    nodes.IndexExpr: index_expression,
    nodes.LambdaExpr: lambda_expression,
    nodes.CastExpr: cast_expression,
    nodes.CallExpr: call_expression,
    nodes.ListComprehension: list_comprehension,
}

STATEMENTS: Statements = {
    nodes.Import: pass_statement,
    nodes.ImportFrom: pass_statement,
    nodes.PassStmt: pass_statement,
    nodes.Block: block_statement,
    nodes.ExpressionStmt: expression_statement,
    nodes.AssignmentStmt: assignment_statement,
    nodes.OperatorAssignmentStmt: operator_assignment_statement,
    nodes.DelStmt: del_statement,
    nodes.IfStmt: if_statement,
    nodes.WhileStmt: while_statement,
    nodes.ForStmt: for_statement,
    nodes.BreakStmt: break_statement,
    nodes.ContinueStmt: continue_statement,
    nodes.ReturnStmt: return_statement,
    nodes.AssertStmt: assert_statement,
    nodes.MatchStmt: match_statement,
    nodes.RaiseStmt: raise_statement,
    nodes.TryStmt: try_statement,
    nodes.WithStmt: with_statement,
}
