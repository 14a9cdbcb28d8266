"""Options of protopyc's tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-ir", action="store_true", help="write the IR that tests/ir/*.txt expect anew, to be read before it is committed"
    )
