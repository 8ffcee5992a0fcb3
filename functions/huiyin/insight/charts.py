"""Charts as inline SVG: drawn for a phone, coloured by the page's own tokens, every bar with its number."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_WIDTH, _ROW, _LABEL, _NUMBER = 360, 30, 118, 46


def bars(rows: Sequence[tuple[str, int | None]], *, title: str, finding: str, withheld: str) -> str:
    """A bar for each row, longest first as given; a withheld number is drawn as its word, without a bar.

    rows: (label, number or None). title and finding: what the chart is and what it says. Returns: an <svg> element
    that needs no script and no style attribute.
    """
    longest = max((n for _, n in rows if n), default=1)
    space = _WIDTH - _LABEL - _NUMBER
    height = _ROW * len(rows) + 4
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="hy-chart" role="img" viewBox="0 0 {_WIDTH} {height}"'
            f" aria-label={quoteattr(f'{title}. {finding}')}>"
        ),
        f"<title>{escape(title)}</title><desc>{escape(finding)}</desc>",
    ]
    for index, (label, number) in enumerate(rows):
        top = index * _ROW + 4
        length = round(space * number / longest, 1) if number else 0
        middle = top + _ROW / 2
        parts.append(
            f'<text class="hy-chart-label" x="{_LABEL - 8}" y="{middle}" text-anchor="end" dominant-baseline="middle">'
            f"{escape(label)}</text>"
        )
        if number:
            parts.append(f'<rect class="hy-chart-bar" x="{_LABEL}" y="{top + 4}" width="{length}" height="{_ROW - 12}" rx="2"/>')
        shown = withheld if number is None else str(number)
        parts.append(
            f'<text class="hy-chart-number" x="{_LABEL + length + 6}" y="{middle}" dominant-baseline="middle">{escape(shown)}</text>'
        )
    return "".join(parts) + "</svg>"
