"""Days and meetings as iCalendar (RFC 5545): the same events in a feed, and in the mails that tell of them."""
