import assert from "node:assert/strict";
import { test } from "node:test";
import { durability } from "../durability.mjs";

test("Of 64 senders through five kills -9 nothing acknowledged is lost, doubled, renumbered or received out of order [M7, M15]", async (t) => {
  const { violations, ...figures } = await durability({ kills: 5 });

  t.diagnostic(Object.entries(figures).map(([name, value]) => `${name}=${value}`).join(" "));
  assert.deepEqual(violations, []);
  assert.ok(figures.acked >= 200, `only ${figures.acked} were acknowledged`);
  assert.ok(figures.recovered >= 32, `only ${figures.recovered} connections were recovered`);
  assert.equal(figures.resyncs, 0);
});
