"""A page is one file: strict, escaped, readable in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest

from protoreport import page

STYLE = (page.TEMPLATES / "base.css").read_text()


def rendered(folder: Path, main: str, **context: object) -> str:
    head = '{% extends "base.html" %}{% from "parts.html" import table, more %}{% block title %}T{% endblock %}'
    (folder / "t.html").write_text(head + "{% block main %}" + main + "{% endblock %}")
    return page.render("t.html", folder, **context)


def test_what_comes_from_a_run_is_escaped(tmp_path: Path) -> None:
    assert "&lt;script&gt;" in rendered(tmp_path, "{{ words }}", words="<script>")


def test_a_name_the_context_lacks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered(tmp_path, "{{ nothing }}")


def test_a_page_needs_nothing_but_itself(tmp_path: Path) -> None:
    text = rendered(tmp_path, "")
    assert '<html lang="en">' in text and "<title>T</title>" in text and "viewport" in text
    assert not re.search(r"<script|<link[^>]+stylesheet|@import|url\(|https?:", text)


def test_a_table_has_a_caption_and_a_box_that_the_keyboard_reaches(tmp_path: Path) -> None:
    text = rendered(tmp_path, '{% call table("Runs & co") %}<tbody></tbody>{% endcall %}')
    assert "<caption><span>Runs &amp; co</span></caption>" in text
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Runs &amp; co">' in text


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    page.write(path, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError):
        page.write(path, "new")
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def themes() -> dict[str, dict[str, str]]:
    """The colours of light and dark, by name."""
    found = []
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL):
        colours = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6})", block))
        found.append({name: colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:]) for name, colour in colours.items()})
    return dict(zip(("light", "dark"), found, strict=True))


def contrast(one: str, other: str) -> float:
    """The ratio of the Web Content Accessibility Guidelines."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_the_paper(theme: str) -> None:
    colours = themes()[theme]
    texts = [name for name in colours if name in ("--ink", "--muted", "--link", "--good", "--bad", "--warn") or "series" in name]
    assert len(texts) == 12
    weak = {(name, paper) for name in texts for paper in ("--paper", "--raised") if contrast(colours[name], colours[paper]) < 4.5}
    assert not weak
