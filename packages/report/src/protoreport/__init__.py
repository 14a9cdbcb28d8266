"""What the reports of the test harness and of the benchmarks share, and the dashboard over both.

    files         a file is written whole or not at all
    history       one JSON object a line and run; the trends come from here
    environment   the machine and the commit a figure belongs to
    charts        inline SVG that follows the page's colours
    page          the look of every page: one self-contained HTML file
    figures       how a number is written
    names         what the suites are called
    runs          the rows of the histories, checked, and what pandas computes over them
    dashboard     reports/index.html and reports/README.md
"""
