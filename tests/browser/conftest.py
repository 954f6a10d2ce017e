"""A real Chromium against a live server, on a phone and on a desktop, for which it is the cast's today."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from booking.models import Employee
from tests.cast import NOW

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
VIEWPORTS = {"phone": PHONE, "desktop": DESKTOP}


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_browser(chromium: str, chromium_arguments: list[str]) -> Iterator[Browser]:
    # Playwright's loop lives in this thread, and Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=chromium_arguments)
        yield browser
        browser.close()


@pytest.fixture
def server(live_server) -> Iterator[str]:
    """The address of a server for which it is Monday 2 March 2026, eight in the morning in Brussels."""
    with time_machine.travel(NOW, tick=True):
        yield live_server.url


@dataclass
class Visit:
    """Somebody at a page. What the browser complained about is collected, and must be nothing."""

    page: Page
    server: str

    def open(self, path: str) -> Page:
        self.page.goto(self.server + path)
        return self.page

    def check_accessibility(self) -> None:
        results = Axe().run(self.page)
        assert results.violations_count == 0, results.generate_report()


@pytest.fixture(params=VIEWPORTS)
def viewport(request) -> dict[str, int]:
    return VIEWPORTS[request.param]


@pytest.fixture
def visit(chromium_browser: Browser, server: str, viewport: dict[str, int]) -> Iterator[Callable[..., Visit]]:
    """``visit(ann)`` is Ann's browser, signed in; ``visit()`` nobody's. Errors in its console fail the test."""
    contexts, complaints = [], []

    def start(employee: Employee | None = None, *, size: dict[str, int] | None = None, **options) -> Visit:
        context = chromium_browser.new_context(viewport=size or viewport, reduced_motion="reduce", **options)
        contexts.append(context)
        if employee is not None:
            client = Client()
            client.force_login(employee)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
        page.set_default_timeout(10_000)
        expect.set_options(timeout=10_000)
        return Visit(page, server)

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(said) -> bool:
    # An answer of 409 is what a refusal is; the browser calls it an error in its console all the same.
    return said.type == "error" and "Failed to load resource" not in said.text
