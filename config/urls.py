from django.urls import include, path

from booking.web.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("calendar/", include("booking.feeds.urls")),
    path("mailbox/", include("booking.web.mailbox")),
    path("", include("booking.web.urls")),
]
