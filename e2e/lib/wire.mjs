// A wire between client and server that a test can cut at a given point of what the server says.

import { createServer, connect } from "node:net";

export class Wire {
  #sockets = new Set();
  #cutAt = null;

  constructor(server) {
    this.server = server;
  }

  static async to(t, server) {
    const wire = new Wire(server);
    wire.listener = createServer((client) => wire.#join(client));
    await new Promise((listening) => wire.listener.listen(0, "127.0.0.1", listening));
    wire.url = `http://127.0.0.1:${wire.listener.address().port}`;
    t.after(() => {
      wire.listener.close();
      wire.#sockets.forEach((socket) => socket.destroy());
    });
    return wire;
  }

  /** The next time the server says these bytes, the client gets all before them, and then nothing more. */
  cutOnceBefore(text) {
    return new Promise((cut) => (this.#cutAt = { text, cut }));
  }

  #join(client) {
    const upstream = connect(this.server.port, "127.0.0.1");
    for (const [from, to] of [[client, upstream], [upstream, client]]) {
      this.#sockets.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
    }
    client.on("data", (bytes) => upstream.write(bytes));
    upstream.on("data", (bytes) => {
      const at = this.#cutAt ? bytes.indexOf(this.#cutAt.text) : -1;
      if (at < 0) {
        client.write(bytes);
        return;
      }
      const { cut } = this.#cutAt;
      this.#cutAt = null;
      client.end(bytes.subarray(0, at), () => client.destroy());
      upstream.destroy();
      cut();
    });
  }
}
