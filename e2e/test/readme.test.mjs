import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { REPOSITORY, klatch, startServer } from "../lib/server.mjs";

const SENT = /ok: true/;
const RECEIVED = /1 ann hello/;
const HERE = dirname(fileURLToPath(import.meta.url));

describe("The client of the README", () => {
  test("works when pasted", async (t) => {
    const snippet = clientOf(await readFile(join(REPOSITORY, "README.md"), "utf8"));
    const server = await startServer();
    t.after(() => server.cleanUp());
    // Below this folder, so that node finds the stock socket.io-client where the README has the reader install it.
    const results = join(HERE, "..", "test-results");
    await mkdir(results, { recursive: true });
    const folder = await mkdtemp(join(results, "readme-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, "client.mjs");
    // The one change: a reader's server listens on the default port, this one where there was room.
    await writeFile(file, snippet.replaceAll("http://localhost:3000", server.url));
    const { stdout: token } = await klatch(["token", "--user", "ann", "--data", server.dataDir]);

    const output = await outputOf(t, file, { TOKEN: token.trim() }, (text) => SENT.test(text) && RECEIVED.test(text));

    assert.match(snippet, /http:\/\/localhost:3000/);
    assert.ok(snippet.trim().split("\n").length <= 10, "ten lines were promised");
    assert.match(output, SENT);
    assert.match(output, RECEIVED);
    assert.doesNotMatch(output, /error/i);
  });
});

/** The README's first JavaScript block that connects. */
function clientOf(readme) {
  const blocks = [...readme.matchAll(/```(?:js|javascript|mjs)\n([\s\S]*?)```/g)].map((match) => match[1]);
  const client = blocks.find((block) => block.includes("socket.io-client"));
  assert.ok(client, "README.md has no ```js block that imports socket.io-client");
  return client;
}

/** What the program has printed when that is `enough`, or at its end. */
async function outputOf(t, file, env, enough) {
  const child = spawn(process.execPath, [file], { env: { ...process.env, ...env } });
  t.after(() => child.kill("SIGKILL"));
  let output = "";
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(new Error(`printed within 15 s: ${output}`)), 15_000);
    const ended = () => {
      clearTimeout(late);
      done(output);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        if (enough(output)) {
          ended();
        }
      });
    }
    child.on("close", ended);
  });
}
