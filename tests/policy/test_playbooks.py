"""Plans approved in advance: enough of them, small, in both languages, and done where their matters belong."""

import pytest

from huiyin.policy import PolicyError
from huiyin.policy.playbooks import Playbook
from huiyin.policy.schema import Policy
from policy.conftest import Spoil

FEWEST = 20


def test_the_commonest_matters_have_a_playbook(policy: Policy) -> None:
    assert len(policy.playbooks) >= FEWEST
    covered = [sub_issue for playbook in policy.playbooks.values() for sub_issue in playbook.sub_issues]
    assert len(covered) == len(set(covered)), "a matter has one playbook"


def test_each_playbook_can_be_followed(policy: Policy) -> None:
    for code, playbook in policy.playbooks.items():
        assert isinstance(playbook, Playbook), code
        assert len(playbook.steps) >= 2, code
        for phrase in (playbook.name, *(step.name for step in playbook.steps), *(need.name for need in playbook.resources)):
            assert phrase.zh, code
            assert phrase.en, code


def test_no_playbook_is_for_a_matter_of_confidence_or_of_danger(policy: Policy) -> None:
    issues = {code: issue for category in policy.categories.values() for code, issue in category.sub_issues.items()}
    for code, playbook in policy.playbooks.items():
        for sub_issue in playbook.sub_issues:
            assert not issues[sub_issue].confid, code
            assert issues[sub_issue].severity < policy.promises.major_severity, code


@pytest.mark.parametrize(
    ("old", "new", "key", "wrong"),
    [
        ('sub_issues = ["pests"]', 'sub_issues = ["pest"]', "pest_control.sub_issues.0", "Did you mean 'pests'"),
        (
            'sub_issues = ["pests"]\ndepartment = "environment"',
            'sub_issues = ["pests"]\ndepartment = "repairs"',
            "pest_control.department",
            "belongs to",
        ),
        ("cost_yuan = 600\ndone_d = 4", "cost_yuan = 6000\ndone_d = 4", "pest_control.cost_yuan", "lead_yuan"),
        ('certificate = "height"', 'certificate = "hight"', "tree_pruning.steps.1.certificate", "Did you mean 'height'"),
        ('kind = "person", zh = "持证登高', 'kind = "persons", zh = "持证登高', "tree_pruning.resources.0.kind", "Did you mean"),
    ],
)
def test_a_playbook_that_does_not_fit_is_refused_at_load(spoil: Spoil, old: str, new: str, key: str, wrong: str) -> None:
    error = spoil("playbooks.toml", old, new)
    assert isinstance(error, PolicyError)
    assert (error.file, error.key) == ("playbooks.toml", key)
    assert wrong in str(error)


def test_a_playbook_without_a_matter_is_refused(spoil: Spoil) -> None:
    error = spoil("playbooks.toml", 'sub_issues = ["pests"]', "sub_issues = []")
    assert error.key == "pest_control.steps"
