"""The pass over the built pages: nothing inline is left, tables know their columns, one sheet, one sitemap."""

from pathlib import Path

from infra import site_postbuild


def finished(text: str, site: Path, at: str = "policy/index.html") -> tuple[str, dict[str, str]]:
    scripts: dict[str, str] = {}
    page = site / at
    page.parent.mkdir(parents=True, exist_ok=True)
    return site_postbuild.finish_page(text, page, site, scripts), scripts


def test_an_inline_script_becomes_a_file_named_after_its_content(tmp_path: Path) -> None:
    text, scripts = finished("<head><script>let a=1</script></head>", tmp_path)
    (name,) = scripts
    assert scripts[name] == "let a=1"
    assert text == f'<head><script src="../{name}"></script></head>'
    again, same = finished("<p><script>let a=1</script></p>", tmp_path, "a/b/index.html")
    assert list(same) == [name]
    assert f'src="../../{name}"' in again


def test_neighbouring_scripts_are_one_request_and_data_stays_in_the_page(tmp_path: Path) -> None:
    text, scripts = finished('<script>a()</script>\n <script>b()</script><script type="application/json">{"x":1}</script>', tmp_path)
    assert list(scripts.values()) == ["a();b()"]
    assert '<script type="application/json">{"x":1}</script>' in text


def test_no_style_attribute_is_left(tmp_path: Path) -> None:
    text, _ = finished('<td style="text-align: right;">1</td><p style="color:red">x</p>', tmp_path)
    assert "style=" not in text
    assert 'class="hy-ta-right"' in text


def test_the_theme_is_not_told_of_other_languages(tmp_path: Path) -> None:
    text, _ = finished('<link rel="canonical" href="x">\n<link rel="alternate" href="./en/" hreflang="en">', tmp_path)
    assert text == '<link rel="canonical" href="x">'


def test_each_cell_is_told_its_column() -> None:
    table = site_postbuild.label_cells(
        "<thead><tr><th>渠道</th><th>说“时间”</th></tr></thead><tbody><tr><td>电话</td><td>全天</td></tr></tbody>"
    )
    assert '<td role="cell" data-th="渠道"><span>电话</span></td>' in table
    assert 'data-th="说“时间”"' in table
    assert table.count('role="columnheader"') == 2
    assert 'role="table"' in table


def test_long_rows_become_cards_on_a_phone_and_short_ones_stay_a_grid() -> None:
    head = "<tr><th>a</th><th>b</th><th>c</th></tr>"
    short = site_postbuild.label_cells(f"{head}<tr><td>S4</td><td>P1 特急</td><td>P2 紧急</td></tr>")
    long = site_postbuild.label_cells(f"{head}<tr><td>S4</td><td>第一句话说得很长很长</td><td>P2</td></tr>")
    assert "hy-rt--grid" in short
    assert "hy-rt--cards" in long


def test_one_style_sheet_holds_all_of_them_in_their_order(tmp_path: Path) -> None:
    for name in ("a.css", "b.css"):
        (tmp_path / "assets").mkdir(exist_ok=True)
        (tmp_path / "assets" / name).write_text(f"/* {name} */", "utf-8")
    text, _ = finished('<link rel="stylesheet" href="../assets/a.css"><link rel="stylesheet" href="../assets/b.css">', tmp_path)
    (sheet,) = (tmp_path / "assets").glob("all.*.css")
    assert sheet.read_text("utf-8") == "/* a.css */\n/* b.css */"
    assert text.strip() == f'<link rel="stylesheet" href="../assets/{sheet.name}">'


def test_the_published_folder_holds_one_copy_of_the_theme_and_no_source_map(built: Path) -> None:
    assert not (built / "en" / "assets").exists()
    assert not list(built.rglob("*.map"))
    assert "sourceMappingURL" not in next((built / "assets" / "javascripts").glob("bundle.*.js")).read_text("utf-8")


def test_the_sitemap_lists_both_languages(built: Path) -> None:
    text = (built / "sitemap.xml").read_text("utf-8")
    assert "/en/report/</loc>" in text
    assert text.count("/report/</loc>") == 2
    assert not list(built.rglob("*.gz"))
