import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { say, twoPeople } from "../lib/client.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

let server;
before(async () => (server = await startServer({ env: NO_RATE_LIMIT })));
after(() => server?.cleanUp());

describe("/healthz and /readyz", () => {
  for (const path of ["/healthz", "/readyz"]) {
    test(`${path} answers 200 to whoever asks, and HEAD alike`, async () => {
      assert.equal((await server.get(path)).status, 200);
      assert.equal((await fetch(server.url + path, { method: "HEAD" })).status, 200);
    });
  }
});

describe("/metrics", () => {
  test("is valid Prometheus text [T15]", async () => {
    const response = await server.get("/metrics");
    const text = await response.text();

    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type"), /^text\/plain/);
    const { types, samples } = parsePrometheus(text);
    assert.ok(samples.length > 10);
    assert.equal(new Set(samples.map((sample) => sample.series)).size, samples.length, "a series occurs twice");
    for (const { name } of samples) {
      assert.ok([...types.keys()].some((family) => name === family || name.startsWith(`${family}_`)), `${name} has no # TYPE`);
    }
  });

  test("counts what happens, by result, and names neither user nor text [M10]", async (t) => {
    const { ann, bob, names, id } = await twoPeople(t, server);

    await say(ann, id, "hello from the test of metrics");
    await ann.ask("message:send", { conversation_id: id, text: "" });
    await bob.received("message:new");
    const text = await (await server.get("/metrics")).text();
    const { samples } = parsePrometheus(text);

    const posts = samples.filter(({ name }) => /^klatch_posts?_total$/.test(name));
    assert.ok(posts.some(({ series, value }) => /stored/.test(series) && value >= 1), `no stored post counted:\n${text}`);
    assert.ok(posts.some(({ series, value }) => /text_empty/.test(series) && value >= 1), `no refused post counted:\n${text}`);
    for (const secret of [names.ann, names.bob, id, "hello from the test"]) {
      assert.ok(!text.includes(secret));
    }
  });
});

describe("The log of a run", () => {
  test("holds no token, no text of a message, and no warning where nothing went wrong", async (t) => {
    const quiet = await startServer({ env: NO_RATE_LIMIT });
    t.after(() => quiet.cleanUp());
    const { ann, bob, id, names } = await twoPeople(t, quiet);
    await say(ann, id, "for your eyes only");
    await bob.received("message:new");
    await quiet.stop();

    const log = quiet.stdout + quiet.stderr;
    assert.ok(!log.includes("for your eyes only"));
    assert.ok(!log.includes(quiet.token(names.ann).split(".")[1]));
    assert.doesNotMatch(log, /\b(WARN|ERROR|WARNING|LEAK)\b|Exception/);
  });
});

/** Fails on any line that is not of the text format 0.0.4. */
function parsePrometheus(text) {
  const types = new Map();
  const samples = [];
  assert.ok(text.endsWith("\n"));
  for (const line of text.trimEnd().split("\n")) {
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line);
    const sample = /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})? (NaN|[+-]?Inf|[+-]?\d[\d.]*(?:[eE][+-]?\d+)?)( \d+)?$/.exec(line);
    if (type) {
      assert.ok(!types.has(type[1]), `two # TYPE of ${type[1]}`);
      types.set(type[1], type[2]);
    } else if (sample) {
      samples.push({ name: sample[1], series: sample[1] + (sample[2] ?? ""), value: Number(sample[3]) });
    } else {
      assert.match(line, /^# HELP [a-zA-Z_:][\w:]* /);
    }
  }
  return { types, samples };
}
