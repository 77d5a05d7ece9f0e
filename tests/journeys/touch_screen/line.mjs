// The line between a screen and the server, which the test can cut and mend.

import http from "node:http";

export class Line {
    constructor(server) {
        this.server = new URL(server);
        this.gone = false;
    }

    async open(port = 0) {
        this.proxy = http.createServer((request, response) =>
            this.pass(request, response)
        );
        await new Promise((resolve) => this.proxy.listen(port, "127.0.0.1", resolve));
        this.port = this.proxy.address().port;
        this.url = `http://127.0.0.1:${this.port}`;
        return this;
    }

    pass(request, response) {
        if (this.gone) {
            response.writeHead(404, {"Content-Type": "text/plain"});
            response.end("gone");
            return;
        }
        const {hostname, port} = this.server;
        const {url: path, method, headers} = request;
        const onward = http.request(
            {hostname, port, path, method, headers},
            (answer) => {
                response.writeHead(answer.statusCode, answer.headers);
                answer.pipe(response);
            }
        );
        onward.on("error", () => response.destroy());
        request.pipe(onward);
    }

    /** From now on nobody answers at this address. */
    async cut() {
        const closed = new Promise((resolve) => this.proxy.close(resolve));
        this.proxy.closeAllConnections();
        await closed;
    }

    mend() {
        return this.open(this.port);
    }
}
