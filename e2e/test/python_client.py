"""What Debian's python3-socketio sees of the server's echo handlers; ends with 1 and says what was wrong. Run by other-clients.test.mjs."""

import queue
import sys

import socketio

WAIT_S = 15
BYTES = bytes([0, 1, 127, 128, 255])

url, transports = sys.argv[1], sys.argv[2].split(",")
got = queue.Queue()
client = socketio.Client(reconnection=False)


def note(event, namespace="/"):
    client.on(event, lambda *args: got.put((event, namespace, list(args))), namespace=namespace)


def expect(what, actual, expected):
    if actual != expected:
        sys.exit(f"{what}: {actual!r} instead of {expected!r}")


for event in ("message-back", "answered"):
    note(event)
for namespace in ("/", "/custom"):
    note("auth", namespace)
client.on("question", lambda *args: ("answer", *args))

client.connect(url, auth={"who": "python"}, transports=transports, namespaces=["/", "/custom"], wait_timeout=WAIT_S)
auths = sorted(got.get(timeout=WAIT_S)[:2] + (None,) for _ in range(2))
expect("auth", [namespace for _, namespace, _ in auths], ["/", "/custom"])
if client.get_sid("/") == client.get_sid("/custom"):
    sys.exit("the same id in both namespaces")

for sent in (["text 👋", 1, None], [BYTES], [{"deep": [BYTES]}, "after"]):
    client.emit("message", tuple(sent))
    expect("message-back", got.get(timeout=WAIT_S), ("message-back", "/", sent))

expect("acknowledgement", list(client.call("message-with-ack", (1, {"two": BYTES}), timeout=WAIT_S)), [1, {"two": BYTES}])
client.emit("ask-me", BYTES)
expect("answered", got.get(timeout=WAIT_S), ("answered", "/", ["answer", BYTES]))
client.disconnect()

stranger = socketio.Client(reconnection=False)
stranger.on("connect_error", got.put, namespace="/nowhere")
stranger.connect(url, transports=transports, namespaces=["/nowhere"], wait=False)
expect("refusal", got.get(timeout=WAIT_S), {"message": "Invalid namespace"})
stranger.disconnect()

print("text, binary, acknowledgements both ways, two namespaces, a refusal: all as expected")
