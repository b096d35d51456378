"""A page served: the person recognised, forms checked to be ours, what was sent read, the page run and set.

What all pages do is done here, once. Nothing that was typed is lost: a form that cannot be taken is shown again as it
was typed, with what is wrong with it; also when the session ended meanwhile and the person signs in anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Request, Response, route
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import HTTPRouteHandler

from moratorium.desk import once, sessions
from moratorium.desk.once import Once
from moratorium.desk.permissions import PERMISSIONS, ROLES, may
from moratorium.desk.service import Service
from moratorium.desk.sessions import Carried, Person, TooOftenError
from moratorium.errors import Fault, InputError, MoratoriumError, RefusedError
from moratorium.web.api.access import RATE, Buckets
from moratorium.web.api.bodies import MOST_SECONDS, in_time, read_query
from moratorium.web.api.problems import StatusError, status_of
from moratorium.web.console import guarding, language, tables
from moratorium.web.console.fault_words import coded
from moratorium.web.console.forms import FILES, NOTHING_SENT, Fields, Typed, carried_form, fields_of, read_form
from moratorium.web.console.language import N_
from moratorium.web.console.page import Look, Moved, Page, Result, Sent, Shown, Visit, filled
from moratorium.web.console.routing import Route, find
from moratorium.web.console.static import takes_gzip
from moratorium.web.console.typeset import typeset

_SMALLEST_PACKED = 1000
_GZIP_LEVEL = 6

_LEAST_BYTES_A_SECOND = 128 * 1024
"""A form with files may take longer, as its page allows them to be larger: by this rate and no slower."""


@dataclass(frozen=True)
class House:
    """What all pages share.

    Attributes:
        service: What is served.
        pages: All pages, by method and path.
        routes: The same by what their addresses look like.
        buckets: How often each person came.
        extras: What the application hands to pages, by name.
    """

    service: Service
    pages: Mapping[tuple[str, str], Page]
    routes: Sequence[Route]
    buckets: Buckets = field(default_factory=Buckets)
    extras: Mapping[str, Any] = field(default_factory=dict)


def handler_of(house: House) -> HTTPRouteHandler:
    """All pages as one handler of the framework."""

    async def page(request: Request[Any, Any, Any]) -> Response[bytes]:
        if is_for_programs(request.url.path):
            raise NotFoundException
        try:
            found, parameters = find(house.routes, request.method, request.url.path.rstrip("/") or "/")
            request.scope["state"]["operation"] = found.name
            _check_size(request, found)
            async with in_time(MOST_SECONDS + found.max_bytes / _LEAST_BYTES_A_SECOND):
                fields = await fields_of(request) if found.method == "POST" else NOTHING_SENT
        except (StatusError, HTTPException) as error:
            return await asyncio.to_thread(told, request, house, error)
        return await asyncio.to_thread(_answered, request, found, parameters, house, fields)

    return route(
        ["/", "/{address:path}"],
        http_method=["GET", "POST"],
        name="page",
        status_code=200,
        request_max_body_size=max(one.max_bytes for one in house.pages.values()),
    )(page)


def is_for_programs(path: str) -> bool:
    """Whether who asks for an address wants a problem, and no page, if there is something wrong."""
    return path == "/v1" or path.startswith(("/v1/", "/openapi.json", "/static/"))


def _check_size(request: Request[Any, Any, Any], page: Page) -> None:
    stated = request.headers.get("content-length", "0")
    if page.method == "POST" and "content-length" not in request.headers:
        raise StatusError(411, "it does not say how long it is", "send it with a Content-Length, as browsers do")
    if not stated.isdecimal() or int(stated) > page.max_bytes:
        raise StatusError(413, f"at most {page.max_bytes:,} bytes are taken here")


def _answered(
    request: Request[Any, Any, Any], page: Page, parameters: Mapping[str, str], house: House, fields: Fields
) -> Response[bytes]:
    try:
        visit = _visit(request, page, parameters, house)
    except MoratoriumError as error:  # the database has gone: nobody knows who it is
        return told(request, house, error, fields)
    try:
        return _response(request, house, *_let_in(request, house, visit, fields))
    except (MoratoriumError, StatusError) as error:
        again = _again(house, visit, fields, error)
        if again is None:
            return _trouble(request, visit, error, fields)
        return _response(request, house, *again)
    except Exception as error:  # unforeseen, and what was typed is not to be lost by it
        return _trouble(request, visit, error, fields)


def _visit(request: Request[Any, Any, Any], page: Page, parameters: Mapping[str, str], house: House) -> Visit:
    base = guarding.base_of(request)
    secret = guarding.secret_of(request, base)
    who = sessions.find(house.service.home, secret) if secret else None
    preferred = who.preferences if who else sessions.NO_PREFERENCES
    if who is not None:
        request.scope["state"]["key_id"] = f"session {who.digest[:8]}"
    url = request.url
    return Visit(
        page,
        house.service,
        who,
        parameters,
        page.query(),
        None,
        quote(url.path) + (f"?{url.query}" if url.query else ""),  # an id may hold what would end a path
        said=who.carried.said if who else "",
        language=language.chosen(
            preferred.language or request.cookies.get(guarding.LANGUAGE, ""),
            request.headers.get("accept-language", ""),
        ),
        theme=guarding.theme_of(preferred.theme or request.cookies.get(guarding.THEME, "")),
        address=guarding.address_of(request),
        base=base,
        extras=house.extras,
    )


# -- run --------------------------------------------------------------------------------------------------------------


def _let_in(request: Request[Any, Any, Any], house: House, visit: Visit, fields: Fields) -> tuple[Visit, Result]:
    """Let the person in, then read what they sent: who may not learns nothing of what is wrong with it."""
    page, who = visit.page, visit.who
    if page.method == "POST":
        guarding.check_origin(request, visit.base)
    if page.permission is not None:
        if who is None:
            return visit, _sign_in(house, visit, fields)
        check_may(who, page.permission, house.buckets)
    visit = replace(visit, query=read_query(dict(request.query_params.items()), page.query))
    if page.method == "POST":
        if who is not None and not sessions.is_form_token(who, fields.word("_token")):
            raise InputError("this form is from a session that has ended", help="look it over and send it again")
        visit = replace(visit, form=read_form(fields, page.form))
        return visit, _done_once(visit, fields)
    visit = replace(visit, typed=_carried(visit))
    return visit, page.run(visit)


def _done_once(visit: Visit, fields: Fields) -> Result:
    """Do what a form asks for; a form that comes twice, as when its button is pressed twice, is done once.

    Each form that is shown has a token of its own, so the same form means the same token and the same fields. What
    leads to no other page, such as a preview, may be asked for as often as one likes.
    """
    if visit.who is None or visit.page.permission is None or not visit.page.back:
        return visit.page.run(visit)
    results = list[Result]()

    def work() -> bytes | None:
        results.append(visit.page.run(visit))
        match results[0]:
            case Moved(to, said, None) as moved if not moved.cookies:
                return msgspec.json.encode((to, said))
        return None

    asked = Once(f"console {visit.who.digest}", fields.digest(visit.url), visit.page.name)
    answer = once.pressed(visit.home, asked, work)
    return results[0] if results else Moved(*msgspec.json.decode(answer, type=tuple[str, str]))


def check_may(who: Person, permission: str, buckets: Buckets) -> None:
    """Let a person do something.

    Raises:
        StatusError: they come too often.
        RefusedError: their role may not.
    """
    wait = buckets.take(f"person {who.name}", RATE)
    if wait:
        raise StatusError(429, "too many requests", f"wait {wait:.1f} s", {"retry-after": str(math.ceil(wait))})
    if not may(who.role, permission):
        roles = ", ".join(name for name in ROLES if may(name, permission)) or "nobody"
        meaning = PERMISSIONS[permission].meaning if permission in PERMISSIONS else permission
        raise RefusedError(f"your role, `{who.role}`, may not: {meaning}", help=f"ask one of: {roles}")


def _carried(visit: Visit) -> Typed:
    """A form of this page that was typed before the session before had ended."""
    carried = visit.person.carried if visit.who else sessions.NOTHING
    if not carried.form or carried.path != visit.url:
        return Typed()
    words = "you were signed out meanwhile and nothing was done yet; here is what you typed"
    faults = [Fault(words, "", "look it over and send it again")]
    if carried.typed.get(FILES):
        faults.append(Fault("files do not come along", "", "choose them again"))
    return Typed(carried.form, carried.typed, tuple(faults))


def _sign_in(house: House, visit: Visit, fields: Fields) -> Result:
    """Nobody is signed in: sign in first, then the page; what was typed goes along."""
    if visit.page.method == "GET":
        return Moved(f"/sign-in?{urlencode({'to': visit.url})}" if visit.url != "/" else "/sign-in")
    back = filled(visit.page.back or "/", visit.path)
    shown = house.pages["GET", "/sign-in"]
    carried = carried_form(back, fields)
    lost = () if carried else fields.texts()
    values = {"page": shown, "to": back, "carried": carried, "is_late": True, "files": bool(fields.files), "lost": lost}
    return Shown(values, 401)


def _again(
    house: House, visit: Visit, fields: Fields, error: MoratoriumError | StatusError
) -> tuple[Visit, Result] | None:
    """The page of a form that cannot be taken, as it was typed; None if the error needs a page of its own."""
    page = house.pages.get(("GET", visit.page.back))
    is_shown = visit.page.method == "POST" and isinstance(error, MoratoriumError) and page is not None
    if not is_shown or page is None or not isinstance(error, MoratoriumError) or not _may_see(visit, page):
        return None
    url = filled(page.path, visit.path)
    seen = replace(
        visit, page=page, url=url, query=page.query(), typed=fields.typed(_placed(visit, fields, error.faults)), said=""
    )
    try:
        result = page.run(seen)
    except MoratoriumError:
        return None
    status = 429 if isinstance(error, TooOftenError) else status_of(error)
    return seen, Shown(result.values, status) if isinstance(result, Shown) else result


_OF_PROGRAMS = frozenset({"If-Match", "Idempotency-Key"})
"""Places of faults that mean something to programs only."""


def _placed(visit: Visit, fields: Fields, faults: Sequence[Fault]) -> list[Fault]:
    """Faults beside their field; one that is about something else stands on top of the page and says about what."""
    known = {*fields.words, *fields.files, *visit.page.form.__struct_fields__}
    placed = []
    for one in faults:
        about = "" if one.at in _OF_PROGRAMS else f"{one.at}: "
        placed.append(one if one.at in known or not one.at else Fault(about + one.message, "", one.help))
    return placed


def _may_see(visit: Visit, page: Page) -> bool:
    return page.permission is None or visit.may(page.permission)


# -- answer -----------------------------------------------------------------------------------------------------------


def _response(request: Request[Any, Any, Any], house: House, visit: Visit, result: Result) -> Response[bytes]:
    match result:
        case Shown(values, status):
            query = visit.query
            if isinstance(query, Look) and query.export:
                return _file(visit, Sent(*tables.exported(values.values(), query.table, query.export)))
            _forget_said(house, visit)
            page = values.get("page", visit.page)
            return _html(request, visit, page.template, {"page": page, **values}, status)
        case Moved(to, said, person, cookies):
            return _moved(house, visit, to, said, person, cookies)
        case Sent():
            return _file(visit, result)


def _forget_said(house: House, visit: Visit) -> None:
    """What was done is said once."""
    if visit.who is not None and visit.said:
        with contextlib.suppress(MoratoriumError):  # then it is said once more
            sessions.carry(house.service.home, visit.who, replace_said(visit.who.carried))


def replace_said(carried: Carried) -> Carried:
    """What a session carries, without what was said."""
    return Carried("", carried.path, carried.form, carried.typed)


def _html(
    request: Request[Any, Any, Any],
    visit: Visit,
    template: str,
    values: Mapping[str, Any],
    status: int,
    more: Mapping[str, str] | None = None,
) -> Response[bytes]:
    text = typeset(visit.language, template, {"visit": visit, **values})
    untold = [one for one in visit.typed.faults if not _is_told(visit, one, text)]
    if untold:
        visit = replace(visit, typed=visit.typed.on_top(untold))
        text = typeset(visit.language, template, {"visit": visit, **values})
    content = text.encode()
    headers = {**guarding.headers_of(visit.page, visit.base), **(more or {})}
    if len(content) > _SMALLEST_PACKED and takes_gzip(request):
        content = gzip.compress(content, _GZIP_LEVEL, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(content, status_code=status, media_type="text/html", headers=headers)


def _is_told(visit: Visit, fault: Fault, text: str) -> bool:
    """Whether a page says what is wrong: a fault of a field that people do not see has no place beside it."""
    return str(coded(fault.message)) in text or str(coded(visit.told(fault).text)) in text


def _moved(
    house: House, visit: Visit, to: str, said: str, person: Person | None, cookies: Mapping[str, str]
) -> Response[bytes]:
    who = person or visit.who
    if who is not None and person is None and visit.page.method == "POST":
        sessions.carry(house.service.home, who, Carried(said))
    set_: list[Cookie] = [guarding.kept_cookie(name, value, visit.base) for name, value in cookies.items()]
    if person is not None:
        set_.append(guarding.session_cookie(person.secret, visit.base))
    headers = {**guarding.headers_of(visit.page, visit.base), "location": quote(to, safe="/?&=%#:+,;@!$'()*~.-_")}
    return Response(b"", status_code=303, headers=headers, cookies=set_, media_type="text/html")


def _file(visit: Visit, sent: Sent) -> Response[bytes]:
    name = quote(sent.name, safe="")
    headers = {
        **guarding.headers_of(None, visit.base),
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
    }
    return Response(sent.content, media_type=sent.media_type, headers=headers)


# -- trouble ----------------------------------------------------------------------------------------------------------

_TITLES = {
    400: N_("This cannot be read"),
    401: N_("Sign in first"),
    403: N_("You may not do this"),
    404: N_("There is no such page"),
    405: N_("This page takes no such request"),
    409: N_("Somebody was faster"),
    412: N_("It has changed since you looked"),
    413: N_("This is too large"),
    415: N_("This cannot be read"),
    422: N_("Something does not fit"),
    429: N_("Too many requests"),
    500: N_("Something went wrong here"),
    503: N_("It cannot be done now"),
}

_HELPS = {
    403: N_("Nothing was done. What your role may do stands under your account."),
    404: N_("The address may be mistyped, or what it names was never recorded here."),
    409: N_("Read it again, then decide anew. Nothing of what you sent was done."),
    412: N_("Read it again, then decide anew. Nothing of what you sent was done."),
    413: N_("Send it in several parts."),
    500: N_("Nothing was recorded. Tell your administrator the number of the request."),
    503: N_("Nothing was recorded and nothing was released. Try again in a moment."),
}


def told(
    request: Request[Any, Any, Any], house: House, error: Exception, fields: Fields = NOTHING_SENT
) -> Response[bytes]:
    """What a browser is told of an error that no page has met: an unknown address, a form that is too large."""
    page = Page("GET", "", None, lambda _: Shown())  # of no section
    try:
        visit = _visit(request, page, {}, house)
    except MoratoriumError:
        chosen = language.chosen("", request.headers.get("accept-language", ""))
        visit = Visit(page, house.service, None, {}, Look(), None, "/", language=chosen)
    return _trouble(request, visit, error, fields)


_PASSING = frozenset({429, 500, 503})
"""Statuses after which the same form, sent once more, may well be taken."""


def _trouble(
    request: Request[Any, Any, Any], visit: Visit, error: Exception, fields: Fields = NOTHING_SENT
) -> Response[bytes]:
    """An error as a page. A form that was sent is in it: to be sent again, or to be copied; unless it is not ours."""
    status, faults, headers = _said_of(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        request.scope["state"]["unforeseen"] = error
    title = _TITLES.get(status, HTTPStatus(status).phrase)
    page = replace(visit.page, title=title, template="trouble.html.j2")
    values = {
        "page": page,
        "status": status,
        "faults": faults,
        "help": _HELPS.get(status, ""),
        "number": request.scope["state"].get("request_id", ""),
        "again": visit.url if fields.words and status in _PASSING and not fields.is_secret else "",
        "sent": [(name, value) for name, values in fields.words.items() for value in values],
        "typed": () if status == HTTPStatus.FORBIDDEN else fields.texts(),
        "files": bool(fields.files),
    }
    return _html(request, replace(visit, said=""), page.template, values, status, headers)


def _said_of(error: Exception) -> tuple[int, Sequence[Fault], Mapping[str, str]]:
    match error:
        case TooOftenError():
            return 429, error.faults, {"retry-after": str(error.seconds)}
        case MoratoriumError():
            return status_of(error), error.faults, {}
        case StatusError():
            faults = (Fault(error.detail, "", error.help),) if error.detail else ()
            return error.status, faults, error.headers
        case HTTPException():
            return error.status_code, (), error.headers or {}
    return 500, (), {}
