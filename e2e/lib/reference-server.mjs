// The reference, with the handlers that `klatch conformance-server --suite features` has in `/` and `/other`. Started by a test.

import { createServer } from "node:http";
import { Server } from "socket.io";

const [pingInterval, pingTimeout] = process.argv.slice(2).map(Number);
const http = createServer();
const server = new Server(http, { pingInterval, pingTimeout });

for (const name of ["/", "/other"]) {
  server.of(name).on("connection", (socket) => {
    socket.on("disconnect", (reason) => console.log(`ended ${socket.handshake.auth.as} ${name} ${reason}`));
    socket.on("end me", () => socket.disconnect());
    socket.on("end us", () => socket.disconnect(true));
    socket.on("close", () => socket.conn.close());
    socket.on("end all", () => server.of(name).disconnectSockets());
    socket.on("close all", () => server.of(name).disconnectSockets(true));
    socket.on("shut down", () => server.close());
  });
}
http.listen(0, "127.0.0.1", () => console.log(`reference ready on http://127.0.0.1:${http.address().port}`));
