"""The desk opened on one case, for tests of the case page."""

from typing import Any

from tests.site.desk_answers import NUMBER
from tests.site.desk_door import Desk, Door, Opening

HERE = f"cases/{NUMBER}"
AT = f"/desk/#case={NUMBER}&view=mine"


def shown(open_desk: Opening, found: dict[str, Any], **window: Any) -> Desk:
    def prepare(door: Door) -> None:
        door.answers[HERE] = (200, found)

    desk = open_desk(AT, prepare=prepare, **window)
    desk.page.locator("#desk-case").wait_for()
    return desk


def send(desk: Desk, command: str) -> None:
    desk.page.locator(f'form[data-command="{command}"] [type=submit]').click()
