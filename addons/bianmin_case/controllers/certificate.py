from odoo import http
from odoo.http import content_disposition, request


class CertificateController(http.Controller):
    @http.route("/bianmin/certificate/<int:event_id>", type="http", auth="user")
    def certificate(self, event_id):
        """The certificate, for whoever has just had it printed and for nobody else."""
        event = request.env["bianmin.certificate.event"].search(
            [
                ("id", "=", event_id),
                ("kind", "in", ("printed", "reprinted")),
                ("done_by_id", "=", request.env.uid),
            ]
        )
        if not event:
            return request.not_found()
        certificate = event.certificate_id
        disposition = content_disposition(f"{certificate.number}.pdf", "inline")
        return request.make_response(
            certificate._get_printout(),
            [("Content-Type", "application/pdf"), ("Content-Disposition", disposition)],
        )
