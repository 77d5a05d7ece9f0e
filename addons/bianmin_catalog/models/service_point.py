from uuid import uuid4

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, groupby, split_every

from ..tools.code_lists import TOPIC_KINDS

# Natural persons, and bodies of any kind.
AUDIENCES = ("personal", "legal")


class BianminServicePoint(models.Model):
    """What a place shows to everybody: its touch screen and its page for the phone."""

    _inherit = "bianmin.service.point"

    public_token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: uuid4().hex,
        help="What the address of the public pages ends with. Whoever has the address "
        "sees what is shown on the wall, nothing else.",
    )
    public_url = fields.Char(
        string="Public Address",
        compute="_compute_public_url",
        help="Open it on the touch screen, or print its QR code for phones (二维码).",
    )
    public_qr = fields.Binary(string="QR Code", compute="_compute_public_url")
    traffic_guide = fields.Char(
        string="How to Get There",
        help="Bus, landmark, where to park (交通指引).",
    )
    screen_idle_seconds = fields.Integer(
        string="Back to the First Page After",
        default=60,
        required=True,
        aggregator=None,
        help="Seconds without a touch after which the touch screen shows the first "
        "page again, so that nobody sees what the one before him looked up.",
    )

    _public_token_uniq = models.UniqueIndex(
        "(public_token)", "Two service points cannot share one public address."
    )
    _public_token_format = models.Constraint(
        "CHECK (public_token ~ '^[0-9a-f]{32}$')",
        "The token of a public address is made by the system and cannot be chosen.",
    )
    _screen_idle_range = models.Constraint(
        "CHECK (screen_idle_seconds BETWEEN 10 AND 600)",
        "The touch screen goes back to its first page after 10 to 600 seconds.",
    )

    def _init_column(self, column_name):
        """Give each place that is there already a token of its own, not one to all."""
        if column_name != "public_token":
            return super()._init_column(column_name)
        # SQL: the ORM would compute one default and write it to every row.
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET public_token = replace(gen_random_uuid()::text, '-', '')"
                " WHERE public_token IS NULL",
                SQL.identifier(self._table),
            )
        )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("public_token")
    def _compute_public_url(self):
        reports = self.env["ir.actions.report"]
        for point in self:
            point.public_url = point.public_token and point._get_public_url()
            uri = point.public_url and reports._get_qr_data_uri(point.public_url)
            point.public_qr = uri and uri.partition(",")[2]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_renew_public_token(self):
        """Give the place a new public address; the old one is gone at once."""
        for point in self:
            point.public_token = uuid4().hex

    def action_open_public_page(self):
        """Show the public page as the wall and the phones do."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self._get_public_path()}

    # ------------------------------------------------------------
    # ADDRESS
    # ------------------------------------------------------------

    @api.model
    def _get_by_public_token(self, token):
        """Return the place that a public address leads to, with all rights, or none."""
        # sudo: bianmin.service.point – visitors have no account, the token is their key
        return self.sudo().search([("public_token", "=", token)], limit=1)

    def _get_public_path(self):
        """Return the path of the public pages of this place."""
        self.ensure_one()
        return f"/bianmin/{self.public_token}"

    def _get_public_url(self):
        """Return the address of the public page of this place."""
        return f"{self.get_base_url()}{self._get_public_path()}"

    # ------------------------------------------------------------
    # WHAT EVERYBODY MAY SEE
    # ------------------------------------------------------------

    def _prepare_public_values(self):
        """All that the public pages say about the place itself."""
        self.ensure_one()
        return {
            "name": self.name,
            "address": self.address,
            "phone": self.phone,
            "traffic_guide": self.traffic_guide,
            "hours": self._get_opening_lines(),
            "idle_seconds": self.screen_idle_seconds,
        }

    def _get_public_implementations(self, implementation_id=None):
        """What is handled here or was until a pause, in the order of the catalogue.

        What was cancelled is not shown at all.

        :param implementation_id: only this one, if it belongs to this place
        """
        domain = Domain("service_point_id", "in", self.ids)
        domain &= Domain("state", "!=", "cancelled")
        domain &= Domain("item_id.state", "!=", "cancelled")
        if implementation_id is not None:
            domain &= Domain("id", "=", implementation_id)
        return (
            self.env["bianmin.catalog.implementation"]
            .search(domain)
            .sorted(
                lambda one: (
                    one.category_id.sequence,
                    one.category_id.code,
                    one.item_id.sequence,
                    one.item_id.id,
                )
            )
        )

    def _prepare_public_home(self):
        """What the first page offers to choose from."""
        implementations = self._get_public_implementations()
        return {
            "categories": [
                {
                    "id": category.id,
                    "name": category.name,
                    "icon": category.icon,
                    "count": group._get_public_count(),
                }
                for category, group in implementations.grouped("category_id").items()
            ],
            "audiences": {
                audience: group and group._get_public_count()
                for audience in AUDIENCES
                for group in [implementations._filter_public_audience(audience)]
            },
            "lives": self._prepare_public_lives(implementations),
            "count": implementations._get_public_count(),
            "qr": self.env["ir.actions.report"]._get_qr_data_uri(
                self._get_public_url()
            ),
        }

    def _prepare_public_lives(self, implementations):
        """The stages of a life and of a business that something here is about."""
        kinds = {kind: [] for kind, _label in TOPIC_KINDS}
        for topic, group in implementations._group_public_topics().items():
            kinds[topic.kind].append(
                {
                    "id": topic.id,
                    "name": topic.name,
                    "count": group._get_public_count(),
                }
            )
        return [
            {"kind": kind, "stages": stages} for kind, stages in kinds.items() if stages
        ]

    def _prepare_public_list(self, kind, key):
        """The items of one choice of the first page, or None if there are none.

        :param str kind: ``all``, or see :meth:`_filter_public_kind`
        :param key: id of the category or topic, or ``personal`` or ``legal``
        """
        implementations = self._get_public_implementations()
        if kind != "all":
            implementations = self._filter_public_kind(implementations, kind, key)
        if not implementations:
            return None
        groups = groupby(
            implementations._prepare_public_rows(), lambda row: row["category"]
        )
        return {
            "kind": kind,
            "key": key,
            "topic": kind == "topic"
            and self.env["bianmin.catalog.topic"].browse(key).name,
            "count": implementations._get_public_count(),
            "groups": list(groups),
        }

    @api.model
    def _filter_public_kind(self, implementations, kind, key):
        """Those of one choice: ``category``, ``topic`` or ``audience``. Extend."""
        if kind == "audience":
            return implementations._filter_public_audience(key)
        if kind == "topic":
            return implementations.filtered(
                lambda one: key in one.item_id.topic_ids.ids
            )
        return implementations.filtered(lambda one: one.category_id.id == key)

    def _prepare_public_index(self, link):
        """What the browser searches in, and the pages that a screen keeps.

        :param link: function that makes an address of a path below this place
        """
        implementations = self._get_public_implementations()
        rows = implementations._prepare_public_rows()
        lists = {f"/category/{row['category_id']}" for row in rows}
        lists |= {
            f"/topic/{topic.id}" for topic in implementations._group_public_topics()
        }
        lists |= {
            f"/audience/{audience}"
            for audience in AUDIENCES
            if implementations._filter_public_audience(audience)
        }
        lists |= {"", "/items.json"} | ({"/all"} if rows else set())
        return {
            "items": [
                {
                    "name": row["name"],
                    "pinyin": row["pinyin"],
                    "category": row["category"],
                    "limit": row["limit"],
                    "open": row["is_available"],
                    "link": link(f"/item/{row['id']}"),
                }
                for row in rows
            ],
            "lists": [link(path) for path in sorted(lists)],
        }

    # ------------------------------------------------------------
    # POSTER
    # ------------------------------------------------------------

    def _prepare_poster_categories(self):
        """What is handled here, per category, in rows of two names for the poster."""
        self.ensure_one()
        available = self._get_public_implementations().filtered("is_available")
        return [
            {
                "name": category.name,
                "rows": list(split_every(2, group.item_id.mapped("name"))),
            }
            for category, group in available.grouped("category_id").items()
        ]

    def _get_poster_qr(self):
        """The code that leads to the public page of this place."""
        reports = self.env["ir.actions.report"]
        return reports._get_qr_data_uri(self._get_public_url())
