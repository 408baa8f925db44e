import assert from "node:assert/strict";
import { chmod, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { describe, test } from "node:test";
import { clientsOf, person } from "../lib/client.mjs";
import { SECRET_FILE, klatch, startServer, tempFolder } from "../lib/server.mjs";

describe("./klatch help", () => {
  test("names the commands, ends with 0 and writes no error", async () => {
    for (const args of [["help"], ["--help"]]) {
      const { code, stdout, stderr } = await klatch(args);
      assert.equal(code, 0, stderr);
      for (const command of ["serve", "token", "test", "help"]) {
        assert.match(stdout, new RegExp(`\\b${command}\\b`));
      }
    }
  });
});

describe("./klatch serve", () => {
  test("says where it listens in its first line, then which page to open and how to get a token", async (t) => {
    const server = await start(t);
    await pageAndTokenLines(server);

    const lines = server.stdout.split("\n");

    assert.match(lines[0], /^klatch ready on http:\/\/[^\s/]+:\d+$/);
    assert.match(lines[1], /http:\/\/\S+:\d+\//);
    assert.match(lines[2], /klatch token --user/);
    assert.ok(server.port > 0);
  });

  test("without a port of its own choice takes the one it is told [T21]", async (t) => {
    const first = await start(t);
    const port = first.port;
    await first.cleanUp();

    const second = await start(t, { port });

    assert.equal(second.port, port);
  });

  test("makes a secret that only its owner can read, a new one in each folder, the same at each start", async (t) => {
    const server = await start(t);
    const other = await start(t);
    const secret = server.secret();

    const { mode } = await stat(join(server.dataDir, SECRET_FILE));
    await server.stop();
    await server.start();

    assert.equal((mode & 0o777).toString(8), "600");
    assert.ok(secret.length >= 32);
    assert.deepEqual(server.secret(), secret);
    assert.notDeepEqual(other.secret(), secret);
  });

  test("takes its secret back from others who could read it", async (t) => {
    const server = await start(t);
    await server.stop();
    await chmod(join(server.dataDir, SECRET_FILE), 0o644);

    await server.start();

    assert.equal(((await stat(join(server.dataDir, SECRET_FILE))).mode & 0o777).toString(8), "600");
  });

  describe("refuses to start, with one sentence and no stack trace,", () => {
    test("on a taken port", async (t) => {
      const taken = createServer();
      await new Promise((listening) => taken.listen(0, listening));
      t.after(() => taken.close());
      const { port } = taken.address();

      assertRefused(await klatch(["serve", "--port", String(port), "--data", await folder(t)]), String(port));
    });

    test("on a data folder that another server uses, which goes on undisturbed", async (t) => {
      const server = await start(t);

      assertRefused(await klatch(["serve", "--port", "0", "--data", server.dataDir]), server.dataDir);
      assert.equal((await server.get("/readyz")).status, 200);
    });

    test("on a data folder that cannot be made", async (t) => {
      const file = join(await folder(t), "a-file");
      await writeFile(file, "");

      assertRefused(await klatch(["serve", "--port", "0", "--data", join(file, "data")]), file);
    });

    test("on a data folder that is a file", async (t) => {
      const file = join(await folder(t), "a-file");
      await writeFile(file, "");

      assertRefused(await klatch(["serve", "--port", "0", "--data", file]), file);
    });

    test("with an option that does not exist", async (t) => {
      assertRefused(await klatch(["serve", "--prot", "3000", "--data", await folder(t)]), "--prot");
    });

    for (const port of ["x", "-1", "65536", ""]) {
      test(`on port '${port}'`, async (t) => {
        assertRefused(await klatch(["serve", "--port", port, "--data", await folder(t)]), "port");
      });
    }

    test("with a secret too short to be one", async (t) => {
      assertRefused(await klatch(["serve", "--port", "0", "--data", await folder(t)], { env: { KLATCH_AUTH_SECRET: "short" } }), "auth.secret");
    });

    test("with an environment variable that does not exist, and says the bad values beside it in the same answer", async (t) => {
      const env = { KLATCH_NO_SUCH_KEY: "1", KLATCH_CHAT_TEXT_BYTES_MAX: "much" };

      const end = await klatch(["serve", "--port", "0", "--data", await folder(t)], { env });

      assert.notEqual(end.code, 0);
      assert.match(end.stderr, /KLATCH_NO_SUCH_KEY/);
      assert.match(end.stderr, /chat\.text-bytes-max/);
      assertNoTrace(end);
    });

    test("with a configuration file that is not there", async (t) => {
      const missing = join(await folder(t), "missing.conf");

      assertRefused(await klatch(["serve", "--port", "0", "--data", await folder(t), "--config", missing]), missing);
    });
  });

  test("obeys its configuration: the limit of a text is what the environment says", async (t) => {
    const server = await start(t, { env: { KLATCH_CHAT_TEXT_BYTES_MAX: "10" } });
    const ann = await clientsOf(t, server).signIn(person("ann"));
    const { conversation_id } = await ann.ask("conversation:create", { type: "direct", member_ids: ["bob"] });

    assert.equal((await ann.ask("message:send", { conversation_id, text: "x".repeat(10) })).ok, true);
    assert.equal((await ann.ask("message:send", { conversation_id, text: "x".repeat(11) })).code, "text_too_long");
  });
});

describe("./klatch", () => {
  test("refuses a command that does not exist, with one sentence", async () => {
    assertRefused(await klatch(["sevre"]), "sevre");
  });

  test("without a command says how to use it", async () => {
    const { code, stdout, stderr } = await klatch([]);

    assert.match(stdout + stderr, /serve/);
    assertNoTrace({ stdout, stderr });
    assert.ok([0, 2, 64].includes(code), `ended with ${code}`);
  });

  test("where only an older Java is found says in one sentence that it needs JDK 25", async (t) => {
    const home = await folder(t);
    await mkdir(join(home, "bin"));
    for (const tool of ["java", "javac"]) {
      await writeFile(join(home, "bin", tool), OLD_JAVA, { mode: 0o755 });
    }

    // The usual folders are searched besides; the launcher's own switch turns that off, since this machine may well have a JDK 25 there.
    const env = { JAVA_HOME: home, PATH: [join(home, "bin"), "/usr/bin", "/bin"].join(delimiter), KLATCH_LAUNCHER_JDKS: "" };
    const end = await klatch(["serve", "--port", "0", "--data", await folder(t)], { env });

    assertRefused(end, "25");
    assert.match(end.stderr, /JDK|Java/);
  });
});

describe("./klatch token", () => {
  test("prints a token, and nothing else, that its server believes", async (t) => {
    const server = await start(t);
    const user = person("ann");

    const { code, stdout, stderr } = await klatch(["token", "--user", user, "--data", server.dataDir]);
    const client = clientsOf(t, server).open(stdout.trim());

    assert.equal(code, 0, stderr);
    assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    assert.equal((await client.ready()).user_id, user);
  });

  test("puts into it what it was told to", async (t) => {
    const server = await start(t);
    const args = ["--user", "ann", "--name", "Ann Ä", "--tenant", "blue", "--role", "admin", "--feature", "calls", "--ttl", "2h"];

    const { stdout, stderr } = await klatch(["token", ...args, "--data", server.dataDir]);
    const claims = JSON.parse(Buffer.from(stdout.split(".")[1] ?? "", "base64url").toString() || `"${stderr}"`);

    assert.equal(claims.sub, "ann");
    assert.equal(claims.name, "Ann Ä");
    assert.equal(claims.tenant_id, "blue");
    assert.deepEqual([claims.roles, claims.features], [["admin"], ["calls"]]);
    assert.ok(Math.abs(claims.exp - Date.now() / 1000 - 7_200) < 60);
  });

  test("without a user, or with a lifetime that is none, says what is wrong", async (t) => {
    const { dataDir } = await start(t);

    assertRefused(await klatch(["token", "--data", dataDir]), "--user");
    assertRefused(await klatch(["token", "--user", "ann", "--ttl", "soon", "--data", dataDir]), "--ttl");
  });

  test("for a folder that no server has used says so instead of making a secret there", async (t) => {
    const data = await folder(t);

    assertRefused(await klatch(["token", "--user", "ann", "--data", data]), data);
    assert.deepEqual(await readdir(data), []);
  });
});

const OLD_JAVA = `#!/bin/sh
echo 'openjdk version "17.0.12" 2024-07-16' >&2
case "$*" in *-version*) exit 0;; esac
echo 'Error: LinkageError occurred while loading main class: class file version 69.0, this runtime recognizes up to 61.0' >&2
exit 1
`;

/** One sentence for a person on stderr, a non-zero end, no stack trace, nothing that looks like readiness. */
function assertRefused(end, mentioned) {
  assert.ok(end.code > 0, `ended with ${end.code ?? end.signal}: ${end.stdout}${end.stderr}`);
  assert.ok(end.stderr.includes(mentioned), `stderr does not mention ${mentioned}:\n${end.stderr}`);
  assert.ok(end.stderr.trim().split("\n").length <= 3, `more than a sentence and a hint:\n${end.stderr}`);
  assert.doesNotMatch(end.stdout, /ready on/);
  assertNoTrace(end);
}

function assertNoTrace({ stdout, stderr }) {
  assert.doesNotMatch(stdout + stderr, /^\s+at [\w.$/]+\(|Exception in thread|Caused by:/m);
}

async function start(t, options) {
  const server = await startServer(options);
  t.after(() => server.cleanUp());
  return server;
}

async function folder(t) {
  const path = await tempFolder();
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function pageAndTokenLines(server) {
  const deadline = Date.now() + 5_000;
  while (server.stdout.split("\n").length < 4) {
    assert.ok(Date.now() < deadline, `stdout has too few lines:\n${server.stdout}`);
    await new Promise((later) => setTimeout(later, 10));
  }
}
