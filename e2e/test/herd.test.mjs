import assert from "node:assert/strict";
import { test } from "node:test";
import { herd } from "../herd.mjs";

test("100 stock clients come back by themselves after two kills -9, and each has what was sent meanwhile, once and in order", async (t) => {
  const { figures, violations } = await herd({ clients: 100, messages: 3, transports: "both" });

  t.diagnostic(Object.entries(figures).map(([name, value]) => `${name}=${value}`).join(" "));
  assert.deepEqual(violations, []);
  assert.equal(figures.recovered, 100);
});
