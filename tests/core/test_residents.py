"""Who lives where: added, counted, and compared with what an owner told."""

from estate import household
from huiyin.core.commands import Person
from huiyin.core.estate import Tally
from huiyin.core.residents import flats_in, flats_of, is_a_flat, is_on_record, merged
from huiyin.core.sheets import Row
from huiyin.policy.schema import Policy

HOMES = [
    household("b3", "1 单元", "1502", "王芳", phone="13800138000"),
    household("b3", "1单元", "1502", "李强", phone="+86 139 0013 9000"),
    household("b3", "", "302", "孙丽"),
]


def rows(*homes: dict[str, object]) -> list[Row]:
    return [Row(n=n, values=one) for n, one in enumerate(homes, start=2)]


def test_the_same_rows_twice_change_nothing() -> None:
    kept, tally = merged((), rows(*HOMES))
    assert tally == Tally(fresh=3, changed=0, same=0)
    again, tally = merged(kept, rows(*HOMES))
    assert (again, tally) == (kept, Tally(fresh=0, changed=0, same=3))


def test_whoever_moved_out_is_gone_and_a_new_number_takes_the_place_of_the_old() -> None:
    kept, _ = merged((), rows(*HOMES))
    after, tally = merged(
        kept, rows(HOMES[0] | {"phone": "13700137000"}, HOMES[2] | {"left": True}, HOMES[1] | {"person": "新", "left": True})
    )
    assert tally == Tally(fresh=0, changed=2, same=1)
    assert [(one["person"], one.get("phone")) for one in after] == [("王芳", "13700137000"), ("李强", "+86 139 0013 9000")]


def test_flats_count_once_however_many_live_there() -> None:
    kept, _ = merged((), rows(*HOMES))
    assert flats_in(kept) == 2


def test_an_owner_is_on_record_by_flat_and_name_or_number(policy: Policy) -> None:
    kept, _ = merged((), rows(*HOMES))

    def found(**told: str) -> bool:
        return is_on_record(Person(**told), kept, "yunjin", "b3", policy)

    assert found(name="王芳", household="1 单元 1502")
    assert found(name="王女士", phone="138 0013 8000", household="3 号楼 1 单元 1502 室")
    assert found(phone="13900139000", unit="1", household="1502")
    assert found(name="孙丽", household="1 单元 302")
    assert not found(name="王芳", household="1 单元 1503")
    assert not found(name="张三", phone="13600136000", household="1 单元 1502")
    assert not found(name="王芳", phone="13800138000")
    assert not found(phone="8000", household="1 单元 1502")


def test_the_flats_of_a_register_name_nobody() -> None:
    assert flats_of(HOMES) == ("1-1502", "302")
    assert flats_of([household("b3", "", "东户", "王芳")]) == ()


def test_a_flat_is_on_the_register_with_or_without_its_entrance() -> None:
    flats = flats_of(HOMES)
    assert all(is_a_flat(told, flats) for told in ("1-1502", "1502", "302", "1-302"))
    assert not any(is_a_flat(told, flats) for told in ("12-9999", "9999", "2-1502", "1-2", "02"))
