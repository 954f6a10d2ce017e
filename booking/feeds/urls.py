"""What programs read, each under an address that is its own key."""

from django.urls import path

from booking.feeds import calendar

urlpatterns = [path("<str:token>.ics", calendar.calendar, name="calendar_feed")]
