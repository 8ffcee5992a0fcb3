"""A category is added as the recipe says: two tests fail on purpose, and a new edition with the new count puts them right."""

import re
from pathlib import Path

import pytest

from house.recipe_walk import Walk, above, recipes
from house.tree import texts

PETS = """[categories.pets]
zh = "宠物"
en = "Pets"
severity = 2
department = "quality"
essential = false

[categories.pets.sub_issues.barking]
zh = "犬吠"
en = "Barking"
keywords = ["犬吠", "barking"]

"""
SUGGESTS = """\
[words.pets.barking]
defines = ["犬吠扰民"]

"""
EXAMPLE = """\
[[text]]
said = "楼下犬吠扰民，半夜也不停。"
category = "pets"

"""
POLICY = "functions/huiyin/policy"


def test_each_recipe_is_walked() -> None:
    walks = "".join(text for name, text in texts().items() if name.startswith("tests/house/test_recipe_"))
    assert sorted(re.findall(r'Walk\("([^"]+)"', walks)) == sorted(recipes())


@pytest.mark.long
@pytest.mark.timeout(1_500)
def test_a_category_is_added_as_the_recipe_says(tmp_path: Path) -> None:
    walk = Walk("Add a category", tmp_path)
    walk.change(1, f"{POLICY}/taxonomy.toml", above('"neighbour", "renovation"', '"pets", '), above("[categories.renovation]\n", PETS))
    walk.change(1, f"{POLICY}/lexicon/subjects.toml", above("[words.renovation.load_bearing]\n", SUGGESTS))
    walk.change(1, "tests/insight/examples.toml", above('[[text]]\nsaid = "The lift dropped', EXAMPLE))
    assert walk.failed("tests/policy") == {
        "test_a_changed_number_asks_for_a_new_edition",
        "test_there_are_sixteen_categories_and_each_sub_issue_belongs_to_one",
    }

    walk.change(2, f"{POLICY}/charter.toml", ('edition = "2026.11"\nin_force', 'edition = "2026.12"\nin_force'))
    asked = re.search(r'new edition: add ("2026.12" = "[0-9a-f]{16}") to editions.toml', walk.tests("tests/policy/test_editions.py").stdout)
    assert asked
    walk.change(2, "tests/policy/test_references.py", ("'edition = \"2026.11\"'", "'edition = \"2026.12\"'"))
    walk.change(2, "tests/policy/editions.toml", above("\n[consents]", f"{asked[1]}\n"))
    walk.change(
        2,
        "tests/policy/test_taxonomy_rows.py",
        ("test_there_are_sixteen_categories", "test_there_are_seventeen_categories"),
        ("len(POLICY.categories) == 16", "len(POLICY.categories) == 17"),
        ("POLICY.categories.values()) == 102", "POLICY.categories.values()) == 103"),
    )
    # A department is only looked up.
    assert walk.left() == {f"{POLICY}/departments.toml"}
    assert walk.failed("tests/policy", "tests/insight/test_subjects.py") == set()
    done = walk.make("check")
    assert done.returncode == 0, done.stdout + done.stderr
