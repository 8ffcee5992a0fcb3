"""The steps of the report form as a person takes them."""

from playwright.sync_api import Page

FORM = "/api/complaints"


def choose(page: Page, text: str) -> None:
    page.locator(".hy-card", has_text=text).first.click()


def first_step(page: Page) -> None:
    choose(page, "噪音扰民")
    page.locator("[name=building]").select_option("b3")
    page.locator("[data-next]").click()


def second_step(page: Page, matter: str = "楼上装修，晚上十点还在施工。") -> None:
    page.locator("[name=matter]").fill(matter)
    page.locator("[data-next]").click()


def third_step(page: Page) -> None:
    page.locator("[name=phone]").fill("138 0013 8000")
    page.locator("[data-next]").click()


def to_the_end(page: Page) -> None:
    first_step(page)
    second_step(page)
    third_step(page)
    page.locator("[name=consent]").check()
