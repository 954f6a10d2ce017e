"""A room's day as a strip: meetings, what may be booked from when, buffers, closed hours, and the time it is.

Geometry stands in attributes of the SVG, in per cent of its width, so that a strip fills whatever room there is; what
it carries is HTML. Strings that are built by hand: sixty rooms have some seven hundred links.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from itertools import pairwise
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from booking.models import Site
from booking.templatetags.icon import icon
from booking.web.rooms.seen import Seen

HOUR, DAY = 60, 24 * 60
COVERED = 40  # minutes on either side of the present that its own words cover on a phone
SHORTEST = 15  # minutes that are worth booking


class Span(NamedTuple):
    """Minutes of the local day, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scale:
    """The hours that strips show, in minutes of the local day."""

    first: int
    last: int

    def x(self, minute: float) -> str:
        return f"{100 * (min(max(minute, self.first), self.last) - self.first) / (self.last - self.first):.3f}%"

    def wide(self, span: Span) -> str:
        shown = min(span.end, self.last) - max(span.start, self.first)
        return f"{100 * max(0, shown) / (self.last - self.first):.3f}%"

    def hours(self) -> range:
        return range(self.first, self.last + 1, HOUR)


@dataclass(frozen=True, slots=True)
class Strip:
    """``label`` names the room, or the day of a room; ``address`` is followed by the time at which to book it."""

    label: str
    address: str
    meetings: Sequence[Seen]
    closed: Sequence[Span] = ()
    locked: str = ""  # why nothing of it can be booked
    buffer: int = 0  # minutes that stay free around a meeting
    since: int = 0  # the minute from which it can be booked: now, on the day itself


def scale_of(site: Site, spans: Iterable[Span]) -> Scale:
    """The opening hours, and what lies beyond them; whole hours."""
    spans = list(spans)
    first = min([minute_of(site.opens), *(span.start for span in spans)])
    last = max([minute_of(site.closes), *(span.end for span in spans)])
    return Scale(first // HOUR * HOUR, -(-last // HOUR) * HOUR)


def span_of(meeting: Seen, site: Site) -> Span:
    """A meeting in minutes of its local day."""
    return Span(minute_at(meeting.start, meeting.date, site), minute_at(meeting.end, meeting.date, site))


def minute_at(moment: datetime, day: date, site: Site) -> int:
    """What the site's clock shows, in minutes of ``day``: 0 before it, 1440 after it."""
    local = moment.astimezone(site.zone_info)
    if local.date() != day:
        return 0 if local.date() < day else DAY
    return minute_of(local.time())


def minute_of(clock: time) -> int:
    return clock.hour * HOUR + clock.minute


def clock(minute: int) -> str:
    return f"{minute // HOUR % 24:02}:{minute % HOUR:02}"


def free_spans(strip: Strip, scale: Scale, site: Site) -> list[Span]:
    """What can be booked within the scale, between meetings and what stays free around them."""
    if strip.locked:
        return []
    busy = [Span(start - strip.buffer, end + strip.buffer) for start, end in (span_of(m, site) for m in strip.meetings)]
    spans, begins = [], max(strip.since, scale.first)
    for start, end in sorted([*busy, *strip.closed]):
        spans.append(Span(begins, start))
        begins = max(begins, end)
    spans.append(Span(begins, scale.last))
    return [span for span in spans if span.end - span.start >= SHORTEST]


def drawn(strip: Strip, scale: Scale, site: Site, *, is_now: bool = False) -> SafeString:
    """The strip as SVG. ``is_now``: the line of the present, drawn once in ``sprite``, runs behind its meetings."""
    parts = [_closed(span, scale) for span in strip.closed]
    if strip.locked:
        parts.append(_locked(strip))
    if strip.since == DAY:
        parts.append('<rect class="track-past" width="100%" height="100%"/>')
    parts.append('<use href="#rooms-hours"/>')
    if is_now:
        parts.append('<use href="#rooms-now"/>')
    for meeting in strip.meetings:
        parts += _buffers(span_of(meeting, site), strip.buffer, scale)
    for span in free_spans(strip, scale, site):
        parts += _slots(span, strip, scale)
    parts += [
        _block(meeting, scale, site, past=span_of(meeting, site).end <= strip.since) for meeting in strip.meetings
    ]
    return mark_safe(f'<svg class="track" width="100%" height="100%">{"".join(parts)}</svg>')


def sprite(scale: Scale, now: int | None) -> SafeString:
    """What all strips share: the hours, the hatching, and the line of the present."""
    hours = "".join(f'<line x1="{scale.x(hour)}" x2="{scale.x(hour)}" y2="100%"/>' for hour in scale.hours())
    present = ""
    if now is not None:
        x = scale.x(now)
        present = f'<rect width="{x}" height="100%"/><line x1="{x}" x2="{x}" y2="100%"/>'
    return mark_safe(
        '<svg class="track-sprite" width="0" height="0" aria-hidden="true"><defs>'
        '<pattern id="rooms-hatch" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<path d="M-1 1l2-2M0 6l6-6M5 7l2-2"/></pattern>'
        f'<symbol id="rooms-hours" class="track-hours">{hours}</symbol>'
        f'<symbol id="rooms-now" class="track-now">{present}</symbol></defs></svg>'
    )


def axis(scale: Scale, now: int | None) -> SafeString:
    """The hours above the strips; the time it is stands among them, and hides the hour that it would cover."""
    hours = [hour for hour in scale.hours() if now is None or abs(hour - now) > COVERED]
    texts = [f'<text x="{scale.x(hour)}" y="12"{_anchor(hour, scale)}>{hour // HOUR}</text>' for hour in hours]
    if now is not None:
        texts.append(f'<text class="is-now" x="{scale.x(now)}" y="12"{_anchor(now, scale)}>{clock(now)}</text>')
    return mark_safe(f'<svg class="track-axis" width="100%" height="16" aria-hidden="true">{"".join(texts)}</svg>')


def _anchor(minute: int, scale: Scale) -> str:
    share = (minute - scale.first) / (scale.last - scale.first)
    return ' text-anchor="start"' if share < 0.03 else ' text-anchor="end"' if share > 0.97 else ""


def _slots(span: Span, strip: Strip, scale: Scale) -> list[str]:
    """A link for each hour; by keyboard and ear one for all of them, since the next page asks for the time anyhow."""
    cuts = [span.start, *range((span.start // HOUR + 1) * HOUR, span.end - SHORTEST + 1, HOUR), span.end]
    found = []
    for start, end in pairwise(cuts):
        words = {"room": strip.label, "from": clock(start), "until": clock(span.end)}
        if start == span.start:
            name = _("Book %(room)s from %(from)s; free until %(until)s") % words
            spoken = f'aria-label="{escape(name)}"'
        else:
            name = _("Book %(room)s from %(from)s") % words
            spoken = f'aria-hidden="true" tabindex="-1" title="{escape(name)}"'
        found.append(
            f'<foreignObject x="{scale.x(start)}" width="{scale.wide(Span(start, end))}" height="100%">'
            f'<a class="slot" href="{escape(strip.address)}from={clock(start)}" {spoken}>'
            f'<span aria-hidden="true">{clock(start)}</span></a></foreignObject>'
        )
    return found


def _block(meeting: Seen, scale: Scale, site: Site, *, past: bool) -> str:
    span = span_of(meeting, site)
    when = f"{clock(span.start)}–{clock(span.end)}"
    looks = [look for look, on in (("is-mine", meeting.mine), ("is-asked", meeting.awaits), ("is-past", past)) if on]
    who = meeting.who if meeting.title else ""
    spoken = ", ".join(filter(None, [when, meeting.name, who, _("yours") if meeting.mine else "", _asked(meeting)]))
    sign = icon("clock") if meeting.awaits else icon("person") if not meeting.title and not meeting.who else ""
    return (
        f'<foreignObject x="{scale.x(span.start)}" width="{scale.wide(span)}" height="100%">'
        f'<a class="block {" ".join(looks)}" href="/meetings/{meeting.pk}/" aria-label="{escape(spoken)}"'
        f' title="{escape(spoken)}">{sign}<b>{escape(meeting.name)}</b>'
        f"<span>{escape(who or when)}</span></a></foreignObject>"
    )


def _asked(meeting: Seen) -> str:
    return _("waits for approval") if meeting.awaits else ""


def _buffers(span: Span, buffer: int, scale: Scale) -> list[str]:
    around = [Span(span.start - buffer, span.start), Span(span.end, span.end + buffer)] if buffer else []
    return [
        f'<rect class="track-buffer" x="{scale.x(one.start)}" width="{scale.wide(one)}" height="100%"/>'
        for one in around
    ]


def _closed(span: Span, scale: Scale) -> str:
    return f'<rect class="track-closed" x="{scale.x(span.start)}" width="{scale.wide(span)}" height="100%"/>'


def _locked(strip: Strip) -> str:
    return (
        '<rect class="track-closed" width="100%" height="100%"/>'
        f'<foreignObject width="100%" height="100%"><p class="track-locked">{icon("lock")}'
        f"<span>{escape(strip.locked)}</span></p></foreignObject>"
    )
