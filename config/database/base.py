import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether a connection kept from an earlier request can still be used.

        Asked once per request. Django sends a query and waits for its answer; but a server that has ended this session,
        or has itself ended, has closed the socket, which then has something to read: the end. An idle connection that
        is sound has nothing.
        """
        try:
            readable, _, broken = select.select([self.connection], [], [self.connection], 0)
        except (OSError, ValueError, self.Database.Error):
            return False
        return (not readable and not broken) or super().is_usable()
