"""Charts: every bar has its number, text is escaped, nothing needs a script or a style attribute."""

from xml.etree import ElementTree as ET

import pytest

from huiyin.insight.charts import bars

SVG = "{http://www.w3.org/2000/svg}"


def test_each_row_is_drawn_with_its_label_and_its_number() -> None:
    drawn = ET.fromstring(bars([("电梯", 12), ("噪音", 6), ("绿化", None)], title="类别", finding="电梯最多", withheld="不足 5"))
    texts = [element.text for element in drawn.iter(f"{SVG}text")]
    assert texts == ["电梯", "12", "噪音", "6", "绿化", "不足 5"]
    widths = [float(element.attrib["width"]) for element in drawn.iter(f"{SVG}rect")]
    assert len(widths) == 2
    assert widths[0] == 2 * widths[1]
    assert drawn.attrib["aria-label"] == "类别. 电梯最多"


@pytest.mark.asvs("V1.2.1")
def test_a_label_cannot_break_out_of_its_text() -> None:  # X08
    svg = bars([("</text><script>alert(1)</script>]]>", 3)], title='"><script>', finding="&", withheld="-")
    assert "<script" not in svg
    assert ET.fromstring(svg).find(f"{SVG}text") is not None


def test_the_chart_carries_no_style_attribute() -> None:
    assert "style=" not in bars([("a", 1)], title="t", finding="f", withheld="-")
