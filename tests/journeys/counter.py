"""A complaint told at the counter: written down, read back and registered, through the pages alone."""

from journeys.ordinary_repair import MATTER, Repair
from journeys.walker import Effort


def told_at_the_counter(desk: Repair) -> Effort:
    """What it takes the clerk, from the list to the receipt that he reads out."""
    clerk = desk.at_desk("lin.jing")
    clerk.press(".desk-new")
    clerk.sees("#desk-register form")
    clerk.form("#desk-register form")
    clerk.choose("channel", "counter")
    clerk.write("matter", MATTER)
    clerk.write("phone", "13900001234")
    clerk.press("#desk-register [data-next]")
    clerk.sees(".desk-aloud", MATTER)
    clerk.looks()
    clerk.says("[data-page=read] .desk-aloud")
    clerk.tick("consent")
    clerk.press("#desk-register [data-save]")
    clerk.sees("#hy-number", "HY-")
    clerk.says("#hy-number")
    clerk.says("#hy-code")
    desk.ends("counter", clerk)
    return desk.efforts["counter"]
