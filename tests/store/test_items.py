"""The layout of the table: small enough, sharded, and the very one that template.yaml deploys."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings

from builders import MONDAY_9AM
from huiyin.core.commands import Person
from huiyin.store import items
from huiyin.store.items import (
    MONTH_ATTRIBUTES,
    WORKLIST_ATTRIBUTES,
    CaseItem,
    CaseTable,
    EventItem,
    shard_of,
    stamp,
    stamp_before,
)
from huiyin.store.people import PeopleStore
from infra.local.template import load_yaml
from store.clouds import MOMENTS, TEMPLATE, Stack, make_table
from store.write_units import item_bytes, transaction_units

# Three hundred characters of an ordinary complaint, no sentence twice: repetition would flatter the deflated size.
MATTER = (
    "本人是云锦苑三号楼业主，自上周起二号梯频繁停运，仅本周一至周四就停了五次，每次维修人员都说配件未到，只能临时复位。"
    "昨晚七点半，我母亲独自乘梯，轿厢在九层与十层之间突然停住，应急照明不亮，对讲无人应答，被困四十分钟才由保安用三角钥匙打开。"
    "她患有高血压，受惊后一夜未眠。物业前台答复“已经报修”，却说不出报修时间和维保单位电话。楼里还有三户推婴儿车的年轻父母、"
    "两位使用轮椅的老人，天天爬楼实在吃不消。请说明停运原因、维保合同是否到期、配件何时到货，并在更换之前安排专人值守；"
    "同时请公开近一年年检与维保记录，让大家放心。另外，地下一层候梯厅积水已有半个月，电箱就在旁边，十分危险，也请一并处理，尽快回复我。谢谢。"
)[:300]


def test_a_registration_of_three_hundred_characters_costs_at_most_twelve_write_units(stack: Stack) -> None:
    sent: list[dict[str, Any]] = []
    client = stack.clients.real("dynamodb")
    client.meta.events.register("provide-client-params.dynamodb.TransactWriteItems", lambda params, **_: sent.append(params))
    assert len(MATTER) == 300
    person = Person(
        name="欧阳娜娜", phone="13800138000", email="ouyang.nana.1988@example.com", unit="3-2-1802", household="h-3-2-1802",
        contact_by=("phone", "email"), needs=("large_print",),
    )  # fmt: skip
    at = MONDAY_9AM + timedelta(microseconds=123_000)
    stack.register(matter=MATTER, wish="", spot="二号梯九层", person=person, received_at=at)
    (request,) = sent
    sizes = {action["Put"]["Item"]["sk"]["S"]: item_bytes(action["Put"]["Item"]) for action in request["TransactItems"]}
    assert sizes["META"] <= 1024
    assert sizes["EV#000001"] <= 2048
    assert sizes["PERSON"] <= 1024
    assert transaction_units(request) <= 12, sizes


def test_an_index_copies_what_the_template_says_and_the_template_what_the_code_reads() -> None:
    table = load_yaml(TEMPLATE)["Resources"]["CaseTable"]["Properties"]
    deployed = {index["IndexName"]: index for index in table["GlobalSecondaryIndexes"]}
    written: dict[str, dict[str, Any]] = {}
    for model in (CaseItem, EventItem):
        for index in model._get_schema()["global_secondary_indexes"]:
            written[index["index_name"]] = {"KeySchema": index["key_schema"], "Projection": index["projection"]}
    assert {name: {"KeySchema": index["KeySchema"], "Projection": index["Projection"]} for name, index in deployed.items()} == written
    assert table["TimeToLiveSpecification"]["AttributeName"] not in {attr.attr_name for attr in CaseItem.get_attributes().values()}


def test_every_attribute_of_the_case_has_a_short_name_of_its_own_and_is_in_the_table_of_names() -> None:

    names = [attribute.attr_name for attribute in CaseItem.get_attributes().values()]
    assert len(names) == len(set(names))
    told = {cell.strip() for line in (items.__doc__ or "").splitlines() if line.startswith("|") for cell in line.split("|")[1::2]}
    assert {name for name in names if len(name) <= 2} - {"pk", "sk"} <= told


def test_a_name_of_staff_is_in_no_figure() -> None:
    assert not {"ha", "ac", "lb"} & set(MONTH_ATTRIBUTES.split())
    assert {"ac", "gu"} <= set(WORKLIST_ATTRIBUTES.split())


def test_a_burst_of_cases_spreads_over_all_shards() -> None:
    counts = [0, 0, 0, 0]
    for n in range(4000):
        counts[shard_of(f"{n:08d}")] += 1
    assert min(counts) > 800


@settings(deadline=None)
@given(MOMENTS)
def test_a_stamp_never_comes_early_and_at_most_a_second_late(moment: datetime) -> None:
    assert timedelta() <= datetime.fromisoformat(stamp(moment)) - moment < timedelta(seconds=1)
    assert timedelta() <= moment - datetime.fromisoformat(stamp_before(moment)) < timedelta(seconds=1)


def test_two_tables_in_one_process_are_never_mixed_up(stack: Stack) -> None:

    make_table(stack.client("dynamodb"), "other")
    case = stack.register().case
    other = PeopleStore(CaseTable("other", stack.client("dynamodb")), stack.sealer)
    assert stack.people.read(case.case_id) is not None
    assert other.read(case.case_id) is None
