"""Which site somebody looks at: the one in the address, else their own; and the others they may look at."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from booking.models import Site


@dataclass(frozen=True, slots=True)
class Choice:
    """``site_id`` is None until one is chosen."""

    site_id: int | None
    code: str
    name: str
    others: tuple[tuple[str, str], ...]  # code, name

    @property
    def is_open(self) -> bool:
        return self.site_id is not None


def site_choice(request: HttpRequest, *, home: int | None = None) -> Choice:
    """``home``: whose site it is without one in the address, if not the reader's.

    One query. Raises Http404 for a site that does not exist.
    """
    sites = list(Site.objects.order_by("name").values_list("pk", "code", "name"))
    wanted, home = request.GET.get("site", ""), home or request.user.home_site_id
    if wanted:
        chosen = next((site for site in sites if site[1] == wanted), None)
        if chosen is None:
            raise Http404
    else:
        chosen = next((site for site in sites if site[0] == home), None)
    if chosen is None and len(sites) == 1:
        chosen = sites[0]
    others = tuple((code, name) for pk, code, name in sites if chosen is None or pk != chosen[0])
    if chosen is None:
        return Choice(None, "", "", others)
    return Choice(*chosen, others)
