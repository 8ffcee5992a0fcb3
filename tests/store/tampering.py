"""One change by hand of what is stored, of a kind and at a place that a seeded chance names."""

from collections.abc import Callable
from random import Random
from typing import Any

from huiyin.store.items import META

Item = dict[str, Any]
House = dict[str, list[Item]]
COVERED = ("type", "facts", "sealed", "hash")


def copied(house: House) -> House:
    """The same house; what is changed in it leaves the first one as it was."""
    return {case_id: [dict(item) for item in items] for case_id, items in house.items()}


def events_of(items: list[Item]) -> list[Item]:
    return [item for item in items if item["sk"]["S"] != META]


def meta_of(items: list[Item]) -> Item:
    return next(item for item in items if item["sk"]["S"] == META)


def _some_event(house: House, chance: Random) -> tuple[list[Item], Item]:
    items = house[chance.choice(sorted(house))]
    return items, chance.choice(events_of(items))


def flip(house: House, chance: Random) -> None:
    """One bit of one field."""
    _, event = _some_event(house, chance)
    _set(event, chance, lambda raw: _flipped(raw, chance))


def shorten(house: House, chance: Random) -> None:
    """The end of one field is cut off."""
    _, event = _some_event(house, chance)
    _set(event, chance, lambda raw: raw[: chance.randrange(len(raw))])


def lengthen(house: House, chance: Random) -> None:
    """Something is written behind one field."""
    _, event = _some_event(house, chance)
    _set(event, chance, lambda raw: raw + bytes([chance.randrange(32, 127)]))


def strip(house: House, chance: Random) -> None:
    """One field is removed."""
    _, event = _some_event(house, chance)
    del event[chance.choice(sorted(set(COVERED) & set(event)))]


def retype(house: House, chance: Random) -> None:
    """One field becomes a number."""
    _, event = _some_event(house, chance)
    event[chance.choice(sorted(set(COVERED) & set(event)))] = {"N": str(chance.randrange(100))}


def drop(house: House, chance: Random) -> None:
    """One event is gone."""
    items, event = _some_event(house, chance)
    items.remove(event)


def drop_and_close_up(house: House, chance: Random) -> None:
    """One event is gone, and those behind it are counted anew."""
    items, event = _some_event(house, chance)
    items.remove(event)
    for n, item in enumerate(events_of(items), start=1):
        item["sk"] = {"S": f"EV#{n:06d}"}
    meta_of(items)["v"] = {"N": str(len(events_of(items)))}


def truncate(house: House, chance: Random) -> None:
    """Everything from one event on is gone."""
    items, event = _some_event(house, chance)
    events = events_of(items)
    for item in events[events.index(event) :]:
        items.remove(item)


def swap(house: House, chance: Random) -> None:
    """Two events of a case change places."""
    items, event = _some_event(house, chance)
    other = chance.choice([item for item in events_of(items) if item is not event])
    event["sk"], other["sk"] = other["sk"], event["sk"]
    items.sort(key=lambda item: str(item["sk"]["S"]))


def transplant(house: House, chance: Random) -> None:
    """An event of another case stands in the place of one."""
    mine, theirs = chance.sample(sorted(house), 2)
    event, other = chance.choice(events_of(house[mine])), chance.choice(events_of(house[theirs]))
    event.update({name: other[name] for name in COVERED if name in other})


def append(house: House, chance: Random) -> None:
    """An event is added at the end that once happened."""
    items, event = _some_event(house, chance)
    n = len(events_of(items)) + 1
    items.insert(n - 1, {**event, "sk": {"S": f"EV#{n:06d}"}})
    meta_of(items)["v"] = {"N": str(n)}


def forget_head(house: House, chance: Random) -> None:
    """The case no longer says where its chain ends, or how many events it has."""
    items = house[chance.choice(sorted(house))]
    if chance.random() < 0.2:
        items.remove(meta_of(items))
    else:
        meta_of(items).update(chance.choice([{"v": {"N": str(len(items) + 1)}}, {"h": {"B": bytes(32)}}]))


def behead(house: House, chance: Random) -> None:
    """One bit of the end of the chain."""
    meta = meta_of(house[chance.choice(sorted(house))])
    meta["h"] = {"B": _flipped(meta["h"]["B"], chance)}


KINDS = (flip, shorten, lengthen, strip, retype, drop, drop_and_close_up, truncate, swap, transplant, append, forget_head, behead)


def _set(event: Item, chance: Random, change: Callable[[bytes], bytes]) -> None:
    name = chance.choice(sorted(set(COVERED) & set(event)))
    ((form, value),) = event[name].items()
    changed = change(value if form == "B" else value.encode())
    event[name] = {form: changed if form == "B" else changed.decode("utf-8", "replace")}


def _flipped(raw: bytes, chance: Random) -> bytes:
    changed = bytearray(raw)
    changed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    return bytes(changed)
