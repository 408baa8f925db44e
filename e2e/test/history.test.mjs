import assert from "node:assert/strict";
import { test } from "node:test";
import { report, run } from "../history.mjs";

test("24 clients do everything at random through two kills -9 and broken connections, and every promise is kept", async (t) => {
  const result = await run({ seconds: 12, clients: 24, kills: 2, pauseMs: 150, seed: 20_261_121 });

  t.diagnostic(report(result));
  assert.equal(result.violations.length, 0, report(result));
  assert.ok(result.figures.messages >= 30, `only ${result.figures.messages} messages`);
  assert.ok(result.figures.changes >= 10, `only ${result.figures.changes} changes`);
  assert.ok(result.figures.recovered >= 24, `only ${result.figures.recovered} connections were recovered`);
});
