"""Every refusal is described under the status that the doors give it."""

from huiyin.policy.schema import Policy
from infra.openapi_refusals import by_status, statuses

# No door refuses with them: the form's page says one before it sends, the job of a ledger one when it ends, and one waits for the
# links of letters.
SAID_ELSEWHERE = {"contact_needed", "ledger_large", "link_invalid"}
# Faults of a row or a sheet stand beside it in the file that comes back.
_OF_A_SHEET = ("row_", "sheet_")


def test_every_sentence_about_a_refusal_has_a_status(policy: Policy) -> None:
    said = {code.removeprefix("refusals.") for code in policy.words["zh"] if code.startswith("refusals.")}
    unsaid = said - {code for codes in by_status(policy).values() for code in codes}
    assert {code for code in unsaid if not code.startswith(_OF_A_SHEET)} == SAID_ELSEWHERE


def test_every_code_that_is_raised_has_its_sentence(policy: Policy) -> None:
    assert {code for code in statuses() if f"refusals.{code}" not in policy.words["en"]} == set()


def test_what_is_not_yours_looks_like_what_is_not_there() -> None:
    found = statuses()
    assert (found["not_yours"], found["not_found"]) == (404, 404)
    assert 403 not in found.values()
    assert (found["pow_wrong"], found["stale_version"], found["version_required"], found["not_signed_in"]) == (400, 409, 428, 401)
