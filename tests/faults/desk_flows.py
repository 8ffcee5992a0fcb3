"""What the desk asks of functions in the background, and what the night writes down: ledgers, old ledgers, workbooks, books of days."""

import io
import json
from base64 import b64encode
from datetime import timedelta

from openpyxl import Workbook

from tests import estate
from tests.faults import canaries, desk_invariants
from tests.faults.course import MANAGER
from tests.faults.flow import CLOCKS, DEPLOYED_MODES, OUTAGES, THOROUGH, Flow, Strike
from tests.faults.injector import FAULTS, KILL_AFTER, RIVAL, THROTTLE
from tests.faults.intake_flows import DESK, followed
from tests.faults.scenes import RECEIVED, Json, Scene

LEDGER_KEY, IMPORT_KEY, ESTATE_KEY = "a-key-of-the-ledger", "a-key-of-the-old-ledger", "a-key-of-the-workbook"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As staff wrote it once: two rows that are right, one of a category that never was, one more that is right.
OLD_LEDGER = (
    ("编号", "接收时间", "类别", "事项", "主办"),
    ("2025-001", "2025-11-03 09:00", "elevator", canaries.NOTE, "repairs"),
    ("2025-002", "2025-11-04 10:00", "飞碟", "停运", "repairs"),
    ("2025-003", "2025-11-05 11:00", "elevator", "停运", "security"),
    ("2025-004", "2025-11-06 12:00", "elevator", "停运", "repairs"),
)
# As template.yaml has it: in the night after.
NIGHT = timedelta(hours=17)


def a_workbook(name: str, *rows: tuple[str, ...]) -> bytes:
    """A workbook of one sheet of texts."""
    book, file = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    page.title = name
    for n, row in enumerate(rows, start=1):
        for m, cell in enumerate(row, start=1):
            page.cell(n, m, cell).data_type = "s"
    book.save(file)
    return file.getvalue()


def _told(scene: Scene, what: str, path: str, body: Json, staff: str, key: str, good: int) -> Json:
    """What the desk's door says to that; {} while it says nothing good."""
    answer = scene.until_answered(what, lambda: scene.world.post(path, body, key=key, staff=staff), (good,))
    return json.loads(answer.body) if answer is not None else {}


def take_away(scene: Scene) -> None:
    """The desk asks for what it sees in its list, and the queue has it written."""
    job = _told(scene, "ledger", "/api/desk/ledger", {"format": "xlsx", "view": "all"}, DESK, LEDGER_KEY, 202)
    scene.world.hand_over_files()
    if job:
        scene.until_answered("look", lambda: scene.world.get(f"/api/desk/jobs/{job['id']}", DESK), (200,))


def hand_over_too(scene: Scene) -> None:
    """The queue hands the same over to another container: it may, at any time."""
    scene.world.hand_over_files()


def _begun(scene: Scene) -> Json:
    return _told(scene, "import", "/api/desk/ledger/imports", {}, MANAGER, IMPORT_KEY, 201)


def sent(scene: Scene) -> None:
    """An old ledger lies in the bucket."""
    followed(scene)
    scene.world.arrive(f"ledger/ask/{_begun(scene)['id']}/check", a_workbook("台账", *OLD_LEDGER), _XLSX)


def take_over(scene: Scene) -> None:
    """It is looked through; the manager sees what would come of it, and lets what is right be taken over."""
    job = _begun(scene)
    scene.world.hand_over_files()
    if not job or scene.until_answered("look", lambda: scene.world.get(f"/api/desk/jobs/{job['id']}", MANAGER), (200,)) is None:
        return
    _told(scene, "keep", f"/api/desk/jobs/{job['id']}/keep", {}, MANAGER, IMPORT_KEY, 202)
    scene.world.hand_over_files()


def _brings(*households: Json) -> Json:
    community = {"community": "yunjin", "zh": "云锦苑", "en": "Yunjin"}
    buildings = [estate.building("yunjin", code, name, 72) for code, name in (("b3", "3 号楼"), ("b5", "5 号楼"))]
    living = [{**one, "community": "yunjin"} for one in households]
    content = estate.xlsx({"communities": [community], "buildings": buildings, "households": living})
    return {"name": "住户.xlsx", "content": b64encode(content).decode(), "language": "zh", "write": True}


# These read the same index over and over: what happens at a call of the kind is tried at each, every fault where something is written.
_EVERYWHERE = tuple(Strike(mode) for mode in (KILL_AFTER, THROTTLE, RIVAL))
_WHERE_WRITTEN = tuple(
    strike
    for operation in ("PutItem", "PutObject")
    for strike in (
        *(Strike(mode, operation) for mode in FAULTS if mode not in (KILL_AFTER, THROTTLE)),
        *(Strike(mode, operation, lasting=True) for mode in OUTAGES),
        *(Strike(mode, operation, tries=2) for mode in DEPLOYED_MODES),
    )
)
OF_THE_NIGHT = (*_EVERYWHERE, *_WHERE_WRITTEN)
# Made once: the same file again is the same bytes.
_FIRST = _brings(estate.household("b3", "1 单元", "802", canaries.NAME), estate.household("b5", "1 单元", "101", "赵敏", relation="租户"))
_SECOND = _brings(estate.household("b3", "1 单元", "803", "孙丽"))


def bring(scene: Scene) -> None:
    """The manager brings who lives where."""
    told = _told(scene, "workbook", "/api/desk/estate", _FIRST, MANAGER, ESTATE_KEY, 200)
    assert not told or told["written"], told["faults"]


def bring_too(scene: Scene) -> None:
    """Somebody brings one more household of the same building."""
    answer = scene.world.post("/api/desk/estate", _SECOND, key=ESTATE_KEY + "-2", staff=MANAGER)
    assert answer is not None
    assert answer.status == 200


def write_book(scene: Scene) -> None:
    """The night after."""
    scene.world.tick("PublishRoot", scene.world.now + NIGHT)


def write_book_too(scene: Scene) -> None:
    """A second round of the same night."""
    scene.world.tick("PublishRoot", scene.world.now)


AT_THE_DESK = (
    Flow(
        "ledger",
        followed,
        take_away,
        hand_over_too,
        (RECEIVED,),
        (RECEIVED,),
        proves="a ledger that was asked for lies ready once, whole, and on record before it does",
        strikes=OF_THE_NIGHT,
        besides=CLOCKS,
        holds=desk_invariants.ledger_holds,
    ),
    Flow(
        "old-ledger",
        sent,
        take_over,
        hand_over_too,
        (RECEIVED,),
        (RECEIVED,),
        proves="each right row of an old ledger is taken over once, and the record says how many",
        strikes=THOROUGH,
        besides=CLOCKS,
        holds=lambda scene: desk_invariants.import_holds(scene, OLD_LEDGER),
    ),
    Flow(
        "estate",
        followed,
        bring,
        bring_too,
        (RECEIVED,),
        (RECEIVED,),
        proves="a workbook of households is in force as a whole and written down once",
        strikes=THOROUGH,
        besides=CLOCKS,
        holds=desk_invariants.estate_holds,
    ),
    Flow(
        "book-of-a-day",
        followed,
        write_book,
        write_book_too,
        (RECEIVED,),
        (RECEIVED,),
        proves="each case stands once in a book as it is, each book hangs on the one before it, and every root is on the site",
        strikes=OF_THE_NIGHT,
        besides=CLOCKS,
        holds=desk_invariants.books_hold,
    ),
)
