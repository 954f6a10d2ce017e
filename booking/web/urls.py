"""Every page of the house, and every request that books."""

from django.urls import path

from booking.web import attendances, desk_releases, faults, language, refusal, waitlist
from booking.web.colleagues import companions, invitations, meet_ups
from booking.web.colleagues import page as colleagues
from booking.web.devices import kiosk, pairing, screen
from booking.web.devices import manage as devices
from booking.web.door import page as door
from booking.web.door import sheet as door_sheet
from booking.web.floor import page as floor
from booking.web.floor import state as floor_state
from booking.web.me import assistants as my_assistants
from booking.web.me import calendar as my_calendar
from booking.web.me import page as me
from booking.web.me import usual_desk as my_desk
from booking.web.me import visibility as my_visibility
from booking.web.meetings import page as meetings
from booking.web.meetings import requests as meeting_requests
from booking.web.meetings import waiting as room_waiting
from booking.web.my_data import days as my_days
from booking.web.my_data import deletion, disputes, export
from booking.web.my_data import page as my_data
from booking.web.plan import autopilot, away
from booking.web.plan import page as plan
from booking.web.reception import badge, reception
from booking.web.reception import requests as receiving
from booking.web.rooms import page as rooms
from booking.web.rooms import room
from booking.web.safety import roll_call
from booking.web.visitors import page as visitors
from booking.web.visitors import requests as visits
from booking.web.week import page as week

urlpatterns = [
    path("", week.week, name="week"),
    path("attendances/", attendances.reserve, name="attendances"),
    path("attendances/<int:pk>/cancellation/", attendances.cancel, name="attendance_cancellation"),
    path("attendances/<int:pk>/restoration/", attendances.restore, name="attendance_restoration"),
    path("attendances/<int:pk>/move/", attendances.move, name="attendance_move"),
    path("attendances/<int:pk>/parts/", attendances.change_parts, name="attendance_parts"),
    path("attendances/<int:pk>/check-in/", attendances.check_in, name="attendance_check_in"),
    path("waitlist/", waitlist.join, name="waitlist"),
    path("waitlist/new/", waitlist.new, name="waitlist_new"),
    path("waitlist/rooms/", room_waiting.join, name="room_waitlist"),
    path("waitlist/<int:pk>/acceptance/", waitlist.accept, name="waitlist_acceptance"),
    path("waitlist/<int:pk>/withdrawal/", waitlist.leave, name="waitlist_withdrawal"),
    path("refusals/<str:code>/", refusal.refusal, name="refusal"),
    path("plan/", plan.planning, name="plan"),
    path("plan/sweeps/", plan.sweep, name="plan_sweeps"),
    path("plan/sweeps/last/", plan.done, name="plan_done"),
    path("plan/sweeps/undoing/", plan.undo, name="plan_undoing"),
    path("plan/wish/", autopilot.set_wish, name="plan_wish"),
    path("absences/", away.enter, name="absences"),
    path("absences/new/", away.away, name="away"),
    path("absences/<int:pk>/end/", away.end, name="absence_end"),
    path("floors/", floor.home_floor, name="floors"),
    path("floors/<slug:site>/<str:floor>/", floor.floor, name="floor"),
    path("floors/<slug:site>/<str:floor>/state/", floor_state.state, name="floor_state"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/favourites/", companions.add, name="companions"),
    path("colleagues/favourites/<int:pk>/removal/", companions.remove, name="companion_removal"),
    path("meet-ups/", meet_ups.propose, name="meet_ups"),
    path("meet-ups/<int:pk>/withdrawal/", meet_ups.withdraw, name="meet_up_withdrawal"),
    path("invitations/<int:pk>/acceptance/", invitations.accept, name="invitation_acceptance"),
    path("invitations/<int:pk>/refusal/", invitations.decline, name="invitation_refusal"),
    path("me/", me.me, name="me"),
    path("me/visibility/", my_visibility.choose, name="my_visibility"),
    path("me/desk/", my_desk.choose, name="my_desk"),
    path("me/assistants/", my_assistants.add, name="my_assistants"),
    path("me/assistants/<int:pk>/removal/", my_assistants.remove, name="my_assistant_removal"),
    path("floors/<slug:site>/<str:floor>/codes/", door_sheet.sheet, name="door_sheet"),
    path("desks/<int:pk>/releases/", desk_releases.releases, name="desk_releases"),
    path("desks/<int:pk>/releases/withdrawal/", desk_releases.take_back, name="desk_release_withdrawal"),
    path("at/<str:token>/", door.door, name="door"),
    path("at/<str:token>/walk-in/", door.walk_in, name="door_walk_in"),
    path("at/<str:token>/meeting/", door.take_room, name="door_meeting"),
    path("meetings/<int:pk>/check-in/", door.check_in_meeting, name="meeting_check_in"),
    path("devices/", devices.all_devices, name="devices"),
    path("devices/<int:pk>/code/", devices.new_code, name="device_code"),
    path("devices/<int:pk>/revocation/", devices.revoke, name="device_revocation"),
    path("devices/pair/", pairing.pairing, name="device_pairing"),
    path("devices/screen/", screen.screen, name="screen"),
    path("devices/screen/state/", screen.state, name="screen_state"),
    path("devices/screen/booking/", screen.book_now, name="screen_booking"),
    path("devices/screen/check-in/", kiosk.check_in, name="screen_check_in"),
    path("devices/screen/end/", screen.end_early, name="screen_end"),
    path("faults/", faults.all_faults, name="faults"),
    path("faults/new/", faults.report, name="fault_report"),
    path("faults/<int:pk>/", faults.fault, name="fault"),
    path("faults/<int:pk>/answer/", faults.answer, name="fault_answer"),
    path("faults/<int:pk>/block/", faults.block, name="fault_block"),
    path("visitors/", visitors.visitors, name="visitors"),
    path("visitors/coming/", visitors.coming, name="visitors_coming"),
    path("visits/", visits.invite, name="visits"),
    path("visits/<int:pk>/", visitors.visit, name="visit"),
    path("visits/<int:pk>/move/", visits.change, name="visit_move"),
    path("visits/<int:pk>/cancellation/", visits.cancel, name="visit_cancellation"),
    path("visits/<int:pk>/restoration/", visits.restore, name="visit_restoration"),
    path("reception/", reception.home, name="reception_home"),
    path("reception/<slug:site>/", reception.reception, name="reception"),
    path("reception/<slug:site>/arrivals/", reception.arrivals, name="reception_arrivals"),
    path("reception/<slug:site>/hosts/", reception.hosts, name="reception_hosts"),
    path("reception/<slug:site>/walk-ins/", receiving.walk_in, name="reception_walk_ins"),
    path("reception/<slug:site>/visitors/<int:pk>/arrival/", receiving.arrive, name="visitor_arrival"),
    path("reception/<slug:site>/visitors/<int:pk>/mistake/", receiving.take_back, name="visitor_mistake"),
    path("reception/<slug:site>/visitors/<int:pk>/departure/", receiving.leave, name="visitor_departure"),
    path("reception/<slug:site>/visitors/<int:pk>/badge/", badge.badge, name="visitor_badge"),
    path("safety/", roll_call.home, name="roll_call_home"),
    path("safety/<slug:site>/", roll_call.roll_call, name="roll_call"),
    path("me/calendar/", my_calendar.my_calendar, name="my_calendar"),
    path("me/calendar/addresses/", my_calendar.create, name="calendar_feeds"),
    path("me/calendar/addresses/<int:pk>/renewal/", my_calendar.renew, name="calendar_feed_renewal"),
    path("me/calendar/addresses/<int:pk>/revocation/", my_calendar.revoke, name="calendar_feed_revocation"),
    path("me/calendar/rooms/", my_calendar.room_calendars, name="room_calendars"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/data/export.json", export.as_json, name="my_data_json"),
    path("me/data/export.csv", export.as_csv, name="my_data_csv"),
    path("me/data/days/", my_days.days, name="my_days"),
    path("me/data/days/<int:pk>/dispute/new/", my_days.dispute_form, name="dispute_new"),
    path("me/data/days/<int:pk>/dispute/", disputes.dispute, name="dispute"),
    path("me/data/deletions/<slug:what>/", deletion.confirm, name="my_deletion"),
    path("me/data/deletions/<slug:what>/done/", deletion.delete, name="my_deletion_done"),
    path("disputes/", disputes.open_disputes, name="disputes"),
    path("disputes/<int:pk>/answer/", disputes.answer, name="dispute_answer"),
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/free/", rooms.free, name="rooms_free"),
    # A room's number is only unique on its floor, and may have a slash in it.
    path("rooms/<slug:site>/<str:floor>/<path:code>/", room.room, name="room"),
    path("meetings/", meeting_requests.book, name="meetings"),
    path("meetings/requests/", meetings.waiting, name="meeting_requests"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/change/", meeting_requests.change, name="meeting_change"),
    path("meetings/<int:pk>/cancellation/", meeting_requests.cancel, name="meeting_cancellation"),
    path("meetings/<int:pk>/end/", meeting_requests.end, name="meeting_end"),
    path("meetings/<int:pk>/participants/", meeting_requests.invite, name="meeting_participants"),
    path("meetings/<int:pk>/approval/", meeting_requests.answer, name="meeting_approval"),
    path("participations/<int:pk>/response/", meeting_requests.respond, name="meeting_response"),
    path("language/", language.choose, name="set_language"),
]
