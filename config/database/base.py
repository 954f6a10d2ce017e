import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether a connection kept from an earlier request can still be used; asked once per request.

        Django sends a query and waits for its answer. But a server that has ended this session, or has itself ended,
        has closed the socket, which then has something to read: the end. While nobody asks anything, the socket of a
        sound session has nothing; in doubt the query decides.
        """
        try:
            look = select.poll()
            look.register(self.connection.fileno(), select.POLLIN)
            heard = look.poll(0)
        except (OSError, self.Database.Error):
            return False
        return super().is_usable() if heard else True
