from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.misc import clean_context

from ..tools import hash_chain
from .log_block import HASHED_FIELDS

AUDITOR = "bianmin_base.group_auditor"
# One request of the browser: about a second.
ROWS_AT_ONCE = 50_000
# More would not be read by anybody.
PROBLEMS_SHOWN = 200


class BianminLogCheck(models.Model):
    """A walk along the hash chain of all logs, and what was found."""

    _name = "bianmin.log.check"
    _description = "Check of the Logs"
    _order = "id desc"

    state = fields.Selection(
        string="Result",
        selection=[
            ("running", "Running"),
            ("stopped", "Stopped"),
            ("intact", "Nothing was tampered with"),
            ("broken", "Something was tampered with"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        readonly=True,
        default=lambda self: self.env.uid,
        ondelete="restrict",
    )
    started_at = fields.Datetime(readonly=True, default=fields.Datetime.now)
    finished_at = fields.Datetime(readonly=True)
    total_count = fields.Integer(string="Entries to check", readonly=True)
    checked_count = fields.Integer(string="Entries checked", readonly=True)
    unlinked_count = fields.Integer(
        string="Not linked yet",
        readonly=True,
        help="New entries that the chain does not hold yet: it is prolonged every few "
        "minutes.",
    )
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    head_number = fields.Integer(
        string="Blocks checked", readonly=True, aggregator=None
    )
    head_hash = fields.Char(
        string="End of the chain",
        readonly=True,
        default=hash_chain.GENESIS,
        help="Keep it on paper: the next check tells whether the chain still holds it.",
    )
    known_hash = fields.Char(
        string="End noted earlier",
        help="The end of the chain that you noted at a former check. Who rewrites the "
        "whole chain cannot rewrite your note.",
    )
    known_hash_found = fields.Boolean(readonly=True)
    problem_ids = fields.One2many("bianmin.log.problem", "check_id", readonly=True)
    problem_count = fields.Integer(string="Problems", readonly=True)

    @api.depends("total_count", "checked_count", "state")
    def _compute_progress(self):
        for check in self:
            done = check.state in ("intact", "broken")
            check.progress = (
                100 if done else 100 * check.checked_count / max(check.total_count, 1)
            )

    @api.depends("started_at")
    def _compute_display_name(self):
        for check in self:
            moment = fields.Datetime.context_timestamp(check, check.started_at)
            check.display_name = self.env._(
                "Check of %(moment)s", moment=f"{moment:%Y-%m-%d %H:%M}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Only what was noted earlier is typed in; all else is found by checking."""
        self._check_is_auditor()
        blocks_sudo = self.env["bianmin.log.block"].sudo()
        [(total,)] = blocks_sudo._read_group([], [], ["row_count:sum"])
        # A default in the context of an RPC call would be believed otherwise.
        context = clean_context(self.env.context)
        return super(BianminLogCheck, self.with_env(self.env(context=context))).create(
            [
                {
                    "known_hash": vals.get("known_hash"),
                    "total_count": total or 0,
                    "user_id": self.env.uid,
                    "started_at": fields.Datetime.now(),
                }
                for vals in vals_list
            ]
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_start(self):
        """Save a new check; the page then asks for stretch after stretch by itself.

        It checks nothing here: two requests at once would write the same check, and one
        of them would fail and be repeated.

        :raise AccessError: when the user is no auditor today
        """
        self.ensure_one()
        self._check_is_auditor()

    def action_check_next(self):
        """Check the next stretch of the chain; the browser calls it until all is done.

        :return: whether something is left to check
        :raise AccessError: when the user is no auditor today
        """
        self.ensure_one()
        self._check_is_auditor()
        # sudo: bianmin.log.check – what was found is written by nobody but this method
        check_sudo = self.sudo()
        if check_sudo.state == "running":
            check_sudo._check_next_blocks()
        return check_sudo.state == "running"

    def action_stop(self):
        """End a check before all is checked."""
        self._check_is_auditor()
        # sudo: bianmin.log.check – as above
        self.sudo().filtered(lambda check: check.state == "running").state = "stopped"

    def _check_is_auditor(self):
        if not self.env.su and not self.env.user._get_scope_division_ids(AUDITOR):
            raise AccessError(self.env._("The logs are checked by auditors."))

    # ------------------------------------------------------------
    # CHECKING
    # ------------------------------------------------------------

    def _check_next_blocks(self):
        blocks = self._get_next_blocks()
        if not blocks:
            return self._finish()
        rows = {}
        for block in blocks:
            self._check_link(block)
            try:
                expected = hash_chain.unpack(block.row_ids, block.row_hashes)
            except ValueError:
                self._report("chain", block.res_model, block=block)
                continue
            key = (block.res_model, block.columns)
            rows.setdefault(key, {}).update(expected)
        for (res_model, columns), expected in rows.items():
            self._check_rows(res_model, columns.split(","), expected)
        self.checked_count += sum(blocks.mapped("row_count"))

    def _get_next_blocks(self):
        blocks = self.env["bianmin.log.block"].search_fetch(
            [("number", ">", self.head_number)],
            ["number", "row_count"],
            limit=ROWS_AT_ONCE // 100,
        )
        taken, count = blocks.browse(), 0
        for block in blocks:
            if taken and count + block.row_count > ROWS_AT_ONCE:
                break
            taken += block
            count += block.row_count
        taken.fetch(["row_ids", "row_hashes"])
        return taken

    def _check_link(self, block):
        """Whether a block follows the one before and is what it was."""
        values = {name: block[name] for name in HASHED_FIELDS}
        if (
            block.number != self.head_number + 1
            or block.previous_hash != self.head_hash
            or block.block_hash != block._compute_hash(values)
        ):
            self._report("chain", block.res_model, block=block)
        self.head_number = block.number
        self.head_hash = block.block_hash
        if self.known_hash and self.known_hash.strip() == block.block_hash:
            self.known_hash_found = True

    def _check_rows(self, res_model, columns, expected):
        model = self.env.get(res_model)
        if model is None or not set(columns) <= model._fields.keys():
            # The addon of this log was uninstalled, or changed its columns.
            return
        found = self.env["bianmin.log.block"]._hash_rows(model, columns, expected)
        for row_id, kind in hash_chain.compare(expected, found):
            self._report(kind, res_model, row_id)

    def _finish(self):
        blocks = self.env["bianmin.log.block"]
        for model in blocks._get_log_models():
            self.unlinked_count += blocks._count_unlinked(model)
            for row_id in blocks._get_inserted_ids(model, PROBLEMS_SHOWN):
                self._report("inserted", model._name, row_id)
        if self.known_hash and not self.known_hash_found:
            self._report("head")
        self.finished_at = fields.Datetime.now()
        self.state = "broken" if self.problem_count else "intact"

    def _report(self, kind, res_model=False, res_id=False, block=None):
        self.problem_count += 1
        if self.problem_count <= PROBLEMS_SHOWN:
            self.env["bianmin.log.problem"].create(
                {
                    "check_id": self.id,
                    "kind": kind,
                    "res_model": res_model,
                    "res_id": res_id,
                    "block_number": block.number if block else 0,
                }
            )
