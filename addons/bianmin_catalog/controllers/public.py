import json
from datetime import datetime
from http import HTTPStatus

from odoo import http
from odoo.http import request
from odoo.tools import file_open

from odoo.addons.bianmin_base.tools.local_time import TIMEZONE

CHINESE = "zh_CN"
ENGLISH = "en_US"

HEADERS = {
    # Asked again each time: for bad hours a screen has its service worker.
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
        # Odoo's own onerror of a script tag, by its hash; nothing else inline runs.
        "script-src 'self' 'unsafe-hashes' "
        "'sha256-8yDIMBSmZv57Ba62SxKgyLxU6rUm3YRxan7K7J0owqQ='; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def public_route(*paths):
    """A page for everybody, read only, below the secret address of a service point."""
    return http.route(
        [f"/bianmin/<string:token>{path}" for path in paths],
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )


class CataloguePages(http.Controller):
    """What may be done at a service point, for its touch screen and for phones."""

    @public_route("")
    def home(self, token, **options):
        """The first page: classes, audience, events of life, search."""
        point_sudo = self._get_point(token, options)
        if not point_sudo:
            return self._missing()
        values = point_sudo._prepare_public_home()
        return self._render("public_home", point_sudo, values)

    @public_route(
        "/all",
        "/<any(category,topic):kind>/<int:key>",
        "/<any(audience):kind>/<any(personal,legal):key>",
    )
    def item_list(self, token, kind="all", key=None, **options):
        """The items of one class, event of life or audience, or all of them."""
        point_sudo = self._get_point(token, options)
        values = point_sudo and point_sudo._prepare_public_list(kind, key)
        if not values:
            return self._missing()
        return self._render("public_list", point_sudo, values)

    @public_route("/item/<int:implementation_id>")
    def item(self, token, implementation_id, **options):
        """What an applicant must know about one item."""
        point_sudo = self._get_point(token, options)
        implementation_sudo = point_sudo._get_public_implementations(implementation_id)
        if not implementation_sudo:
            return self._missing()
        values = {"item": implementation_sudo._prepare_public_values()}
        return self._render("public_item", point_sudo, values)

    @public_route(
        "/item/<int:implementation_id>/file/<int:material_id>/"
        "<any(blank_form,sample):kind>"
    )
    def item_file(self, token, implementation_id, material_id, kind, **options):
        """A blank form or a filled sample of a paper that the item asks for."""
        point_sudo = self._get_point(token, options)
        implementation_sudo = point_sudo._get_public_implementations(implementation_id)
        material_sudo = implementation_sudo.effective_material_ids.filtered(
            lambda material: material.id == material_id
        )
        if not material_sudo.with_context(bin_size=True)[kind]:
            return self._missing()
        stream = request.env["ir.binary"]._get_stream_from(
            material_sudo, kind, filename=material_sudo._get_public_file_name(kind)
        )
        # Always to be saved: what somebody uploaded must not run as a page of ours.
        return stream.get_response(as_attachment=True)

    @public_route("/items.json")
    def index(self, token, **options):
        """All items in short, for the search in the browser."""
        point_sudo = self._get_point(token, options)
        if not point_sudo:
            return self._missing()
        return request.make_response(
            json.dumps(point_sudo._prepare_public_index(self._get_link(point_sudo))),
            [("Content-Type", "application/json; charset=utf-8"), *HEADERS.items()],
        )

    @public_route("/alive")
    def alive(self, token, **options):
        """Tell a screen that the line works and its address still holds."""
        if not self._get_point(token, options):
            return self._missing()
        return request.make_response(
            "", [("Cache-Control", "no-store")], status=HTTPStatus.NO_CONTENT
        )

    @public_route("/service-worker.js")
    def service_worker(self, token, **options):
        """The script that keeps the pages of this point for times without network."""
        point_sudo = self._get_point(token, options)
        if not point_sudo:
            return self._missing()
        with file_open("bianmin_catalog/static/src/public/service_worker.js") as script:
            content = script.read()
        headers = {
            **HEADERS,
            "Content-Type": "text/javascript; charset=utf-8",
            # Its own address lies one level deeper than the pages that it looks after.
            "Service-Worker-Allowed": point_sudo._get_public_path(),
        }
        return request.make_response(content, list(headers.items()))

    # ------------------------------------------------------------
    # HELPERS
    # ------------------------------------------------------------

    def _get_point(self, token, options):
        """The point of a token, in the language that the address asks for."""
        # English is what all words are written in, whether it was installed or not.
        chinese = request.env["res.lang"]._get_data(code=CHINESE)
        english = options.get("lang") == ENGLISH or not chinese
        request.update_context(lang=ENGLISH if english else CHINESE)
        return request.env["bianmin.service.point"]._get_by_public_token(token)

    def _get_link(self, point_sudo):
        """A function that makes addresses of this point, in the language shown."""
        home = point_sudo._get_public_path()
        query = f"?lang={ENGLISH}" if request.env.lang == ENGLISH else ""
        return lambda path="": f"{home}{path}{query}"

    def _render(self, template, point_sudo, values, status=200):
        path = request.httprequest.path
        other = ENGLISH if request.env.lang == CHINESE else CHINESE
        response = request.render(
            f"bianmin_catalog.{template}",
            {
                "page": template.removeprefix("public_"),
                "language": request.env.lang.replace("_", "-"),
                "other_language": other,
                "other_language_link": f"{path}?lang={other}",
                "rendered_at": datetime.now(TIMEZONE).isoformat(timespec="seconds"),
                "point": point_sudo._prepare_public_values(),
                "link": self._get_link(point_sudo),
                **values,
            },
            status=status,
        )
        response.headers.update(HEADERS)
        return response

    def _missing(self):
        """The one answer to all that is not there, so that nothing can be guessed."""
        response = request.render(
            "bianmin_catalog.public_missing",
            {"language": request.env.lang.replace("_", "-")},
            status=HTTPStatus.NOT_FOUND,
        )
        response.headers.update(HEADERS)
        return response
