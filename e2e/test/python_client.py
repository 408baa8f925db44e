"""What Debian's python3-socketio sees of the server's echo handlers; ends with 1 and says what was wrong. Run by other-clients.test.mjs."""

import os
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
        print(f"{what}: {actual!r} instead of {expected!r}", flush=True)
        os._exit(1)  # the client's own threads would keep the process


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

# --- The features of the library; the other handlers of client-features.test.mjs ---

features_url = sys.argv[3]
room = "python " + sys.argv[2]


def enter(namespace, auth=None):
    """A client in one namespace, and the queue of what it is told."""
    one, told = socketio.Client(reconnection=False), queue.Queue()
    for name in ("told", "refused", "disconnect"):
        one.on(name, lambda *args, name=name: told.put([name, *args]), namespace=namespace)
    one.connect(features_url, auth=auth, transports=transports, namespaces=[namespace], wait_timeout=WAIT_S)
    return one, told


def ask(one, event, *args, namespace="/features"):
    return one.call(event, args, namespace=namespace, timeout=WAIT_S)


ann, ann_told = enter("/features")
bob, bob_told = enter("/features")
ask(ann, "join", room)
ask(ann, "join", room + " too")
ask(bob, "join", room)
ask(bob, "send", {"to": [room, room + " too"], "own": True}, 1)
ask(bob, "send", {"to": [room, room + " too"]}, 2)
ask(bob, "send", {"to": [room], "except": [room + " too"], "own": True}, 3)
ask(bob, "send", {"to": [room], "compress": False, "own": True}, BYTES)
expect("ann's rooms", [ann_told.get(timeout=WAIT_S)[1] for _ in range(3)], [1, 2, BYTES])
expect("bob's rooms", [bob_told.get(timeout=WAIT_S)[1] for _ in range(3)], [1, 3, BYTES])

for n in range(100):
    if ann_told.empty():
        ask(bob, "send", {"to": [room], "volatile": True}, n)
expect("a volatile event", ann_told.get(timeout=WAIT_S)[0], "told")

expect("no answer", ask(ann, "ask me", "who?"), "no answer")
ann.on("question", lambda what: what + " me", namespace="/features")
expect("an answer", ask(ann, "ask me", "who?"), "who? me")

ann.emit("forbidden", 1, namespace="/features")
refused = ann_told.get(timeout=WAIT_S)
while refused[0] == "told":  # more of the volatile ones
    refused = ann_told.get(timeout=WAIT_S)
expect("a guard", refused, ["refused", "forbidden", "not for you"])

ask(bob, "gather", ann.get_sid("/features"), "gathered")
expect("rooms", "gathered" in ask(ann, "rooms"), True)
ask(bob, "part", ann.get_sid("/features"), "gathered")
expect("rooms", "gathered" in ask(ann, "rooms"), False)
bob.emit("end", room, namespace="/features")
expect("ended", ann_told.get(timeout=WAIT_S)[0], "disconnect")
expect("bob stays", sorted(ask(bob, "rooms")), sorted([bob.get_sid("/features"), room]))

one, _ = enter("/room-7")
two, _ = enter("/recovery", {"user": "python"})
ask(two, "join", room, namespace="/recovery")
two.on("question", lambda: "mine", namespace="/recovery")
asker, _ = enter("/recovery", {"user": "asker"})
expect("a broadcast's answers", list(ask(asker, "ask", room, namespace="/recovery")), [[["mine"]], True])
for client in (ann, bob, one, two, asker):
    client.disconnect()

print("text, binary, acknowledgements, namespaces, refusals, rooms, volatile, guards, broadcasts: all as expected")
