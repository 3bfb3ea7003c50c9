"""Charts as SVG made on the server: no script, no inline style, colours from css/charts.css.

A chart is drawn twice, for wide and for narrow screens, so that its words keep their size. The same
colour means the same thing everywhere: 1 those who take part and what they do, 4 those who do not,
2 what calls for attention, 3 what lies between; a dashed line is what was agreed.
"""

from kit.svg import Chart
from reports.charts.dots import Dot, DotRow, dots
from reports.charts.line import Point, line, sparkline
from reports.charts.stacked import Stack, stacked

__all__ = [
    "Chart",
    "Dot",
    "DotRow",
    "Point",
    "Stack",
    "dots",
    "line",
    "sparkline",
    "stacked",
]
