"""A case in the document: the files of a case are told apart for its owner and for staff."""

from huiyin.policy.schema import Policy
from infra.openapi_cases import desk_case, line, owners_case
from infra.openapi_shapes import ref


def test_an_owner_is_told_of_his_files_and_of_results_and_staff_who_took_what(policy: Policy) -> None:
    owners, staffs = owners_case(policy)["properties"], desk_case(policy)["properties"]
    assert owners["evidence"]["items"] == owners["results"]["items"] == ref("File")
    assert staffs["evidence"]["items"] == ref("DeskFile")
    assert staffs["tasks"]["items"]["properties"]["files"] == {"type": "array", "items": {"type": "string"}}


def test_a_case_holds_all_that_its_row_in_a_list_says(policy: Policy) -> None:
    assert line(policy)["properties"].keys() <= desk_case(policy)["properties"].keys()
    assert desk_case(policy)["additionalProperties"] is False
