import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, PHONE, launchChromium } from "../lib/browser.mjs";
import { clientsOf, person, say } from "../lib/client.mjs";
import { rest } from "../lib/rest.mjs";
import { RoomsPerson } from "../lib/rooms-page.mjs";
import { NO_RATE_LIMIT, startServer } from "../lib/server.mjs";

let server;
let browser;
before(async () => {
  server = await startServer({ env: NO_RATE_LIMIT });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.cleanUp();
});

/** Somebody without a page, by REST. */
const elsewhere = (name, claims) => rest(server, server.token(name, claims));

/** A room of its own for a test. */
async function newRoom(name, terms = {}) {
  const made = await elsewhere("host").post("/v1/rooms", { name, ...terms });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body;
}

describe("The page of the rooms", () => {
  test("shows counts live, polls while no WebSocket gets through, and comes back [T8, R20]", async (t) => {
    const small = await newRoom("Nook", { max_participants: 1 });
    const bob = person("bob");
    const ann = await RoomsPerson.enter(t, browser, server, person("ann"), DESKTOP);
    await elsewhere(bob).post(`/v1/rooms/${small.room_id}/join`);
    await ann.room("Nook").getByText("Full").waitFor();

    const [{ room_id: general, conversation_id }] = (await elsewhere(bob).get("/v1/rooms")).body.rooms;
    await elsewhere(bob).post(`/v1/rooms/${general}/join`, { mode: "publisher" });
    await ann.seesCount("General", 1);
    await ann.openRoom("General");
    await ann.page.getByRole("status", { name: "Writing" }).filter({ hasText: "Join to write" }).waitFor();
    await ann.join();
    await ann.participant(bob).getByRole("img", { name: "Publishes" }).waitFor();
    const client = await clientsOf(t, server).signIn(bob);
    await client.ask("typing:start", { conversation_id });
    await ann.page.getByRole("status", { name: "Typing" }).filter({ hasText: "is typing" }).waitFor();
    await say(client, conversation_id, "welcome");
    await ann.sees("welcome");
    await ann.send("General", "thank you");
    await ann.sees("welcome", "thank you");
    await ann.screenshot("rooms-desktop");

    await ann.blockWebSocket();
    await ann.seesUpdates("Asking every 5 s");
    await elsewhere(bob).post(`/v1/rooms/${small.room_id}/leave`);
    await ann.seesCount("Nook", 0);
    await ann.send("General", "still here");
    await ann.sees("thank you", "still here");
    await ann.seesAllStored();
    await ann.page.waitForResponse((response) => new URL(response.url()).pathname === `/api/rooms/${general}` && response.status() === 304);

    await ann.allowWebSocket();
    await ann.seesUpdates("Live");
    await elsewhere(bob).post(`/v1/rooms/${small.room_id}/join`);
    await ann.seesCount("Nook", 1);
    await ann.page.getByRole("button", { name: "Leave", exact: true }).click();
    await ann.participant(ann.name).waitFor({ state: "detached" });
    assert.deepEqual(ann.complaints, []);
  });

  test("lets a moderator spotlight, mute, kick, ban and unban, and tells who it is about at once [R19]", async (t) => {
    await newRoom("Market");
    const mod = await RoomsPerson.enter(t, browser, server, person("mod"), DESKTOP, { roles: ["moderator"] });
    const bob = await RoomsPerson.enter(t, browser, server, person("bob"), PHONE, { name: "Bob" });
    await bob.openRoom("Market");
    await bob.join("Join as publisher");
    await mod.openRoom("Market");

    await mod.moderate(bob.name, "Put in the spotlight");
    await bob.page.getByRole("status", { name: "Spotlight" }).filter({ hasText: "Bob" }).waitFor();
    await bob.screenshot("rooms-phone");
    assert.equal(await bob.fitsItsWidth(), true);

    await mod.moderate(bob.name, "Mute…");
    await mod.screenshot("rooms-desktop-mute");
    await mod.page.getByRole("button", { name: "Mute", exact: true }).click();
    await bob.page.getByRole("status", { name: "Writing" }).filter({ hasText: "You are muted here" }).waitFor();
    await mod.participant(bob.name).getByRole("img", { name: /^Muted/ }).waitFor();
    await mod.moderate(bob.name, "Unmute");
    await bob.field("Market").waitFor();

    await mod.moderate(bob.name, "Kick…");
    await mod.page.getByLabel("Reason").fill("too loud");
    await mod.page.getByRole("button", { name: "Kick", exact: true }).click();
    await bob.page.getByRole("alert").filter({ hasText: "You were put out of Market.Reason: too loud" }).waitFor();
    await bob.join();

    await mod.moderate(bob.name, "Ban…");
    await mod.page.getByLabel("For how long").selectOption("1 hour");
    await mod.page.getByLabel("Reason").fill("spam");
    await mod.page.getByRole("button", { name: "Ban", exact: true }).click();
    await bob.page.getByRole("alert").filter({ hasText: /You are banned from Market until .*Reason: spam/ }).waitFor();
    await bob.screenshot("rooms-phone-banned");
    await bob.page.reload();
    await bob.page.getByRole("alert").filter({ hasText: "Reason: spam" }).waitFor();
    await bob.page.getByRole("button", { name: "Appeal" }).click();
    await bob.page.getByLabel("Why it should be lifted").fill("it was my brother");
    await bob.page.getByRole("button", { name: "Send", exact: true }).click();
    await bob.page.getByRole("status", { name: "Notices" }).filter({ hasText: "Your appeal was sent" }).waitFor();

    await mod.page.getByRole("link", { name: "Review queue" }).click();
    const appeal = mod.page.getByTestId("review-item").filter({ hasText: "it was my brother" });
    await appeal.waitFor();
    await mod.screenshot("rooms-review");
    await appeal.getByRole("button", { name: "Resolve…" }).click();
    await mod.page.getByRole("button", { name: "Resolve", exact: true }).click();
    await appeal.waitFor({ state: "detached" });
    await bob.page.getByRole("alert").filter({ hasText: "banned" }).waitFor({ state: "detached" });
    await bob.join();
    assert.deepEqual([mod.complaints, bob.complaints], [[], []]);
  });
});
