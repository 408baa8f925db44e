// `join {room}` is acknowledged; `say {room, text}` goes to the room as `said` with the text; nothing is stored.
// Arguments: the port, `polling` where clients may poll, and `msgpack` where they speak it. Settings are socket.io's best for this job, after its pages "Performance tuning" and "Memory usage".
import { createServer } from "node:http";
import { Server } from "socket.io";
import msgpack from "socket.io-msgpack-parser";

const http = createServer();
const io = new Server(http, {
  transports: process.argv.includes("polling") ? ["polling", "websocket"] : ["websocket"],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  ...(process.argv.includes("msgpack") && { parser: msgpack }),
});

// The upgrade request is of no use after the handshake and would be kept as long as the connection.
io.engine.on("connection", (raw) => {
  raw.request = null;
});

io.on("connection", (socket) => {
  socket.on("join", ({ room }, ack) => {
    socket.join(room);
    ack("ok");
  });
  socket.on("say", ({ room, text }) => io.to(room).emit("said", text));
});

// With --expose-gc: lets the memory run ask for a collection, as jcmd does for a JVM.
process.on("SIGUSR2", () => globalThis.gc?.());

http.listen({ port: Number(process.argv[2] ?? 0), host: "127.0.0.1", backlog: 4096 }, () => {
  console.log(`node ready on http://127.0.0.1:${http.address().port}`);
});
