"""The frame of every page, and the pages for when something goes wrong."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "booking/signed_out.html"]


def request():
    asked = RequestFactory().get("/somewhere/")
    asked.user = AnonymousUser()
    return asked


def inline(page):
    """What a strict Content-Security-Policy would refuse."""
    scripts = [script for script in re.findall(r"<script[^>]*>", page) if "src=" not in script]
    return scripts + re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_says_one_thing_and_offers_a_way_on(name):
    page = get_template(name).render({"next": "/week/?week=2026-W30"}, request())

    assert page.count("<h1>") == 1
    assert 'class="button is-primary' in page or name == "429.html"
    assert inline(page) == []
    assert "{#" not in page
    assert "{%" not in page


def test_the_page_for_our_own_failures_needs_nothing():
    page = get_template("500.html").render()

    assert '<html lang="en"' in page
    assert "Something broke on our side" in page


def test_signed_out_leads_back_to_the_page():
    page = render_to_string("booking/signed_out.html", {"next": "/week/?week=2026-W30", "what": "Book 3.14"}, request())

    assert "?next=/week/%3Fweek%3D2026-W30" in page
    assert "Book 3.14" in page


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"'), ('"><script>', "")]
)
def test_the_theme_is_written_by_the_server(cookie, attribute):
    asked = request()
    asked.COOKIES["theme"] = cookie
    page = get_template("404.html").render({}, asked)

    assert f'<html lang="en"{attribute}>' in page


def test_htmx_is_told_to_keep_the_policy():
    page = get_template("404.html").render({}, request())

    assert '"includeIndicatorStyles":false' in page
    assert '"allowEval":false' in page


def test_no_template_of_a_page_carries_style_or_script():
    # Mail is another matter: there, only inline styles reach the reader.
    folder = settings.BASE_DIR / "templates"
    pages = [path for path in folder.rglob("*.html") if "mail" not in str(path.relative_to(folder))]

    assert len(pages) > 50
    assert {path.name: found for path in pages if (found := inline(path.read_text()))} == {}
