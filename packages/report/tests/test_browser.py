"""The pages in a real browser: no script, no network, no sideways scrolling on a phone, light and dark.

A copy of the page gets a measuring script, which opens every <details> and writes what it finds into the document;
Chromium dumps that. The page itself has no scripts.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from protoreport import dashboard, history, names
from regrtest_runner import history as regrtest_history
from regrtest_runner import report
from regrtest_runner.results import Environment, File, Incident, Interpreter, Limits, Results, Selection

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)"),
]

MEASURE = """<script>
addEventListener("load", () => {
  const width = document.documentElement.clientWidth;
  for (const details of document.querySelectorAll("details")) details.open = true;
  const wider = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (element.parentElement.closest(".scroll, svg")) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > width + 1 || box.left < -1)) wider.push(element.tagName + "." + element.className + " " + Math.round(box.right));
  }
  const style = getComputedStyle(document.body);
  const charts = [...document.querySelectorAll(".chart svg")].filter(svg => svg.getBoundingClientRect().width);
  const texts = charts.flatMap(svg => [...svg.querySelectorAll("text")].map(text => {
    const box = text.getBoundingClientRect();
    return {text: text.textContent, out: box.right > width + 1 || box.left < -1, fill: getComputedStyle(text).fill,
            size: parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width};
  }));
  const found = {
    width, inner: innerWidth, scroll: document.documentElement.scrollWidth, wider: wider.slice(0, 20), paper: style.backgroundColor, ink: style.color,
    requests: performance.getEntriesByType("resource").map(entry => entry.name).filter(name => !name.startsWith("data:")),
    charts: charts.map(svg => svg.getAttribute("class")), texts, headings: [...document.querySelectorAll("h1, h2, h3")].map(h => +h.tagName[1]),
    ids: [...document.querySelectorAll("[id]")].map(element => element.id),
    targets: [...document.querySelectorAll('a[href^="#"]')].map(link => link.getAttribute("href").slice(1)),
    unnamed: [...document.querySelectorAll("table")].filter(table => !table.caption || !table.querySelector("th[scope]")).length,
  };
  parent.postMessage(JSON.stringify(found), "*");
});
</script></body>"""

FRAME = """<!doctype html><html><head><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"></head><body><script>
addEventListener("message", event => {
  const out = document.createElement("pre");
  out.id = "measured";
  out.textContent = event.data;
  document.body.append(out);
});
</script><iframe src="%s" style="width: %dpx; height: 800px; border: 0"></iframe></body></html>"""
"""Chromium makes no window narrower than 500 pixels; a frame may be as narrow as a phone."""


@dataclass
class Seen:
    """What the browser made of the page, and what it complained of."""

    found: dict[str, Any]
    complaints: list[str]


@cache
def look(page: Path, *, width: int = 360, dark: bool = False) -> Seen:
    """Starts the browser once for each page, width and colour scheme; the tests share what it saw."""
    assert CHROMIUM is not None
    copy = page.with_name(f"measured-{page.name}")
    copy.write_text(page.read_text().replace("</body>", MEASURE))
    frame = page.with_name(f"frame-{page.name}")
    frame.write_text(FRAME % (copy.name, width))
    done = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--virtual-time-budget=5000",
            f"--user-data-dir={page.parent / 'profile'}", "--window-size=1280,900",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}", "--dump-dom", frame.as_uri(),
        ],
        capture_output=True, text=True, timeout=120,
    )
    measured = re.search(r'<pre id="measured">(.*?)</pre>', done.stdout, re.DOTALL)
    assert measured is not None, done.stderr[-2000:]
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return Seen(json.loads(unescape(measured.group(1))), complaints)


def results(started: str = "2026-11-21T02:00:00Z") -> Results:
    """A run with everything that may make a page wide: long names, long messages, long words."""
    long = "test.test_example.VeryLongNameOfATestCaseClassTests.test_" + "and_so_on_" * 15
    files = {
        f"test_{number}": File(
            groups=["core" if number % 2 else "stdlib"], seconds=float(number), peak_mb=number,
            cases={
                long + str(number): ("error", "passed"),
                f"test.test_{number}.A.test_b": ("passed", "passed"),
                f"test.test_{number}.A.test_c": ("skipped", "passed"),
                f"test.test_{number}.A.test_d": ("crashed", "passed"),
            },
            failures={long + str(number): "ValueError: " + "x" * 300 + f"\n<b>{number}</b>", f"test.test_{number}.A.test_c": "needs " + "y" * 99},
            incidents=[
                Incident("crash", f"test.test_{number}.A.test_d", "SIGSEGV", "/a/" + "path/" * 60 + "\nFatal error: " + "z" * 200),
                Incident("import", None, "ModuleNotFoundError: No module named '_testcapi'"),
            ],
        )
        for number in range(30)
    }
    run = Results(
        started=started, duration=812.4, commit="21c58c5aa0b1c2d3", modified=True,
        environment=Environment("Debian GNU/Linux 12 (bookworm), Linux 6.1.0", "A Processor With A Rather Long Name @ 2.50GHz", 2, 24576),
        subject=Interpreter("build/bin/protopy", "3.14.0", "protopy", "ab" * 32),
        baseline=Interpreter("python3.14", "3.14.10", "cpython", "cd" * 32),
        driver="unittest", selection=Selection("all"), limits=Limits(300, 2048), workers=2, files=files,
        free_threading=File(cases={"test.test_free_threading.A.test_a": ("error", "not_run")}),
    )
    run.tally()
    return run


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    for day in (10, 14, 21):
        run = results(f"2026-11-{day}T02:00:00Z")
        regrtest_history.append_run(run, folder / "regrtest")
    rows = history.read(folder / "regrtest" / "history.jsonl")
    html = next(path for path in report.render(run, rows, folder / "regrtest") if path.suffix == ".html")
    for number, day in enumerate((10, 14, 21)):
        mean = {"geometric_mean": 0.9 - number / 10, "counted": 18, "failed": 1}
        suites = dict.fromkeys(names.SUITES, mean)
        pause = {"protopy": 0.066, "cpython": 0.012}
        extremes = [[f"a_benchmark_with_a_long_name_{place}", 3.21] for place in range(3)]
        suites["pauses"] = {**mean, "figures": {"15 MB live": pause, "150 MB live": pause}}
        suites["threads"] = {**mean, "speed_up": {kind: {"1": 1.0, "2": 1.9, "4": 1.95} for kind in names.SHARED}}
        for name in dashboard.EXTREMES:
            suites[name] = {**mean, "worst": extremes, "best": extremes, "growing": 2}
        history.append(folder / "bench" / "history.jsonl", {
            "started": f"2026-11-{day}T03:00:00Z", "commit": "21c58c5aa0b1c2d3", "environment": {}, "suites": suites,
            "peers": {"pypy": suites, "cpython3.15": suites}, "file": "runs/x.json.gz",
        })
    index, _ = dashboard.render(folder)
    empty = tmp_path_factory.mktemp("empty")
    return {"report": html, "dashboard": index, "empty dashboard": dashboard.render(empty)[0]}


PAGES = pytest.mark.parametrize("name", ["report", "dashboard", "empty dashboard"])


@PAGES
def test_a_phone_shows_the_page_without_sideways_scrolling(name: str, pages: dict[str, Path]) -> None:
    found = look(pages[name]).found
    assert found["inner"] == 360
    assert found["wider"] == []
    assert found["scroll"] <= found["width"]
    assert set(found["charts"]) <= {"narrow"}
    assert [text for text in found["texts"] if text["out"]] == []
    assert all(text["size"] >= 11.5 for text in found["texts"])


@PAGES
def test_nothing_is_fetched_and_nothing_is_complained_of(name: str, pages: dict[str, Path]) -> None:
    seen = look(pages[name], width=1100)
    assert seen.found["requests"] == []
    assert seen.complaints == []
    assert set(seen.found["charts"]) <= {"wide"}


@PAGES
def test_the_structure_can_be_heard(name: str, pages: dict[str, Path]) -> None:
    found = look(pages[name], width=1100).found
    levels = found["headings"]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(found["ids"]) == len(set(found["ids"])), "an id stands twice"
    assert set(found["targets"]) <= set(found["ids"])
    assert found["unnamed"] == 0


def brightness(colour: str) -> float:
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 3


@PAGES
def test_light_and_dark(name: str, pages: dict[str, Path]) -> None:
    light, dark = look(pages[name]).found, look(pages[name], dark=True).found
    assert brightness(light["paper"]) > 200 > 60 > brightness(light["ink"])
    assert brightness(dark["paper"]) < 60 < 200 < brightness(dark["ink"])
    for one, papers in ((light, "light"), (dark, "dark")):
        for text in one["texts"]:
            far = abs(brightness(text["fill"]) - brightness(one["paper"]))
            assert far > 60, (papers, text)


def test_a_wide_table_scrolls_within_its_box(pages: dict[str, Path], tmp_path: Path) -> None:
    """Guards the test itself: with the box's rule taken away, the page would scroll sideways."""
    broken = tmp_path / "broken.html"
    broken.write_text(pages["report"].read_text().replace("overflow-x: auto", "overflow-x: visible"))
    found = look(broken).found
    assert found["scroll"] > found["width"]


def test_a_picture_is_taken(pages: dict[str, Path], tmp_path: Path) -> None:
    assert CHROMIUM is not None
    picture = tmp_path / "page.png"
    subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=360,800", f"--screenshot={picture}", pages["dashboard"].as_uri(),
        ],
        capture_output=True, timeout=120, check=True,
    )
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 10_000
