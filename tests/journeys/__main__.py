"""`make walks`: what an ordinary repair and a complaint told at the counter take the people, from the root of this folder."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "functions"), str(ROOT / "tests"), str(ROOT)]

if __name__ == "__main__":
    from playwright.sync_api import sync_playwright

    from entry.test_photos import a_photo
    from infra.local.stack import Stack
    from infra.pictures import CHROMIUM, QUIET
    from journeys.counter import told_at_the_counter
    from journeys.effort_table import table
    from journeys.ordinary_repair import Repair

    with Stack.start(site=ROOT / "build" / "site") as stack, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        photo = Path(folder) / "lamp.jpg"
        photo.write_bytes(a_photo(size=(1200, 900)))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        repair = Repair(stack, browser, photo)
        repair.walks()
        told_at_the_counter(repair)
        browser.close()
    print(table(repair.efforts))
    print("\n".join(repair.faults), file=sys.stderr)
    sys.exit(1 if repair.faults else 0)
