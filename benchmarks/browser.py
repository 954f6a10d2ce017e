"""What a signed-in browser sends, as bytes made beforehand."""

from collections.abc import Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token

from benchmarks.sign_ins import session_key

HOST = "localhost"


class Browser:
    """One person's: their session, and the CSRF cookie with a masked token as a page holds it."""

    def __init__(self, person: int) -> None:
        page = HttpRequest()
        self.token = get_token(page)
        self.cookies = {
            settings.SESSION_COOKIE_NAME: session_key(person),
            settings.CSRF_COOKIE_NAME: page.META["CSRF_COOKIE"],
        }

    def get(self, address: str, headers: Mapping[str, str] = {}) -> bytes:
        return self._request("GET", address, headers)

    def post(self, address: str, form: Mapping[str, object]) -> bytes:
        body = urlencode({"csrfmiddlewaretoken": self.token} | dict(form)).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
            "Origin": f"http://{HOST}",
        }
        return self._request("POST", address, headers) + body

    @property
    def cookie_jar(self) -> SimpleCookie:
        return SimpleCookie(self.cookies)

    def _request(self, method: str, address: str, headers: Mapping[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {
            "Host": HOST,
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en-GB,en;q=0.5",
            "Connection": "close",
            "Cookie": cookies,
        } | dict(headers)
        lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
        return "\r\n".join(lines).encode()
