"""A table in box-drawing characters, as wide as its cells need."""

from __future__ import annotations

from protobench.tables import Line, Table


def draw(table: Table) -> str:
    """The table with its title, legend and failures; lines end without blanks."""
    widths = _widths(table)
    inside = sum(widths) + 3 * (len(widths) - 1)
    heads = [table.title, *table.notes]
    if max(map(len, heads)) > inside:  # the last column takes what the title needs
        widths[-1] += max(map(len, heads)) - inside
        inside = max(map(len, heads))
    out = ["┌" + "─" * (inside + 2) + "┐"]
    out += [f"│ {text:{inside}} │" for text in heads]
    out += [_rule(widths, "┬"), _row(Line(tuple(table.columns)), widths), _rule(widths, "┼")]
    out += [_row(line, widths) for line in table.lines]
    if table.totals:
        out.append(_rule(widths, "┼"))
        out += [_row(line, widths) for line in table.totals]
    out.append("└" + "┴".join("─" * (width + 2) for width in widths) + "┘")
    out += table.legend
    if table.failures:
        out += ["", "Errors:", *(f"  {text}" for text in table.failures)]
    return "\n".join(out)


def _widths(table: Table) -> list[int]:
    widths = [len(name) for name in table.columns]
    for line in (*table.lines, *table.totals):
        for place, cell in enumerate(line.cells):
            widths[place] = max(widths[place], len(cell))
    return widths


def _rule(widths: list[int], joint: str) -> str:
    return "├" + joint.join("─" * (width + 2) for width in widths) + "┤"


def _row(line: Line, widths: list[int]) -> str:
    """The first column to the left, figures to the right."""
    first = f"│ {line.cells[0]:{widths[0]}} │ "
    if line.across is not None:
        room = sum(widths[1:]) + 3 * (len(widths) - 2)
        return first + f"{_fit(line.across, room):{room}} │"
    cells = [f"{cell:>{width}}" for cell, width in zip(line.cells[1:], widths[1:], strict=True)]
    return first + " │ ".join(cells) + " │"


def _fit(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"
