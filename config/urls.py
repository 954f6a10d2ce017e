from importlib.util import find_spec

from django.urls import include, path

from booking.web.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("calendar/", include("booking.feeds.urls")),
    path("mailbox/", include("booking.web.mailbox")),
]

if find_spec("booking.web.urls"):
    urlpatterns.append(path("", include("booking.web.urls")))
