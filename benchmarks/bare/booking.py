"""POST space and day: one up in the counter of the day if it has room, one row under an exclusion constraint."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

_COUNT = "UPDATE counter SET used = used + 1 WHERE day = %s AND used < most"
_BOOK = "INSERT INTO booked (space, person, period) VALUES (%s, %s, daterange(%s::date, %s::date, '[]')) RETURNING id"


def book(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    space, day = request.POST["space"], request.POST["date"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, [day])
        if not cursor.rowcount:
            return HttpResponse("full", status=409)
        cursor.execute(_BOOK, [space, request.user.pk, day, day])
        cursor.fetchone()
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [path("attendances/", book)]
