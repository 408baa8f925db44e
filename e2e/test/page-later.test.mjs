import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PHONE, launchChromium } from "../lib/browser.mjs";
import { clientsOf, numbered, person, say } from "../lib/client.mjs";
import { choose, picture, talking } from "../lib/page.mjs";
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

describe("Side by side, two people see", () => {
  test("what one sends later, and what disappears by itself", async (t) => {
    const { ann, bob, conversation } = await talking(t, { browser, server }, PHONE);
    const { page } = ann;
    await ann.field(bob.name).fill("see you tomorow");
    await option(ann, "menuitem", "Send later…");
    await page.getByRole("button", { name: "Tomorrow at 9" }).click();
    await ann.screenshot("desktop-later");
    await page.getByRole("button", { name: "Schedule", exact: true }).click();
    await page.getByRole("button", { name: "1 scheduled message" }).click();
    const panel = page.getByRole("complementary", { name: "Scheduled messages" });
    await panel.getByRole("button", { name: "Change…" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Message" }).fill("see you tomorrow");
    await page.getByRole("button", { name: "Save" }).click();
    await panel.getByRole("paragraph").filter({ hasText: "see you tomorrow" }).waitFor(); // The field to change it may be there for a moment more.
    await ann.screenshot("desktop-scheduled");
    await panel.getByRole("button", { name: "Send now" }).click();
    await bob.sees("hello", "see you tomorrow");
    await panel.getByText("Nothing waits to be sent here.").waitFor();

    const client = await clientsOf(t, server).signIn(ann.name);
    const sendAt = new Date(Date.now() + 11_000).toISOString();
    await client.ask("message:send", { conversation_id: conversation, text: "by itself", send_at: sendAt });
    await panel.getByText("by itself").waitFor();

    await option(bob, "menuitemradio", "Disappears after 5 minutes");
    await bob.send(ann.name, "for a while");
    await client.ask("message:send", { conversation_id: conversation, text: "psst", expires_in_s: 7 });
    for (const who of [ann, bob]) {
      await who.message("for a while").getByTestId("countdown").filter({ hasText: "4:5" }).waitFor();
      await who.message("psst").getByTestId("countdown").filter({ hasText: "0:0" }).waitFor();
    }
    await Promise.all([ann.screenshot("desktop-disappearing"), bob.screenshot("phone-disappearing")]);
    for (const who of [ann, bob]) {
      await who.page.getByText("This message has disappeared").waitFor();
      assert.equal(await who.page.getByText("psst", { exact: true }).count(), 0);
    }
    await bob.sees("for a while", "by itself");
    await panel.getByText("Nothing waits to be sent here.").waitFor();
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("an old message at once, and the way back to the newest", async (t) => {
    const { ann, bob, conversation } = await talking(t, { browser, server });
    const client = await clientsOf(t, server).signIn(ann.name);
    await say(client, conversation, ...numbered("old ", 100), "the treasure is here", ...numbered("then ", 250));
    const { page } = bob;
    await page.reload();
    await bob.sees("then 250");

    await page.goto(`/#/c/${conversation}/at/102`);
    await bob.isAt("the treasure is here");
    assert.ok((await bob.texts()).length < 100, "all messages were loaded to get there");
    await bob.screenshot("desktop-past");
    await bob.message("then 1").waitFor();
    await say(client, conversation, "and something new");
    await page.getByRole("button", { name: "Back to newest" }).click();
    await bob.sees("then 250", "and something new");

    await page.goto(`/#/c/${conversation}/at/102`);
    await bob.message("then 1").waitFor();
    await scrolledUntil(bob, "up", "old 20");
    await scrolledUntil(bob, "down", "and something new");
    const texts = await bob.texts();
    assert.deepEqual(texts.slice(texts.indexOf("the treasure is here")), ["the treasure is here", ...numbered("then ", 250), "and something new"]);
    await bob.send(ann.name, "here I am");
    await ann.sees("and something new", "here I am");
    assert.deepEqual(bob.complaints, []);
  });

  test("what a group says of itself, and what happened to it, after a reload too", async (t) => {
    const { ann, bob } = await talking(t, { browser, server }, PHONE);
    const client = await clientsOf(t, server).signIn(ann.name);
    const group = await client.ask("conversation:create", { type: "group", title: "Tea", member_ids: [bob.name] });
    const { conversation_id } = group;
    await client.ask("conversation:update", { conversation_id, metadata: { table: "the round one" } });
    await client.ask("message:send", { conversation_id, text: "welcome" });
    for (const who of [ann, bob]) {
      await who.page.goto(`/#/c/${conversation_id}`);
      await who.sees("welcome");
    }
    const { page } = ann;
    await page.getByRole("button", { name: "Details of Tea" }).click();
    const details = page.getByRole("complementary", { name: "Details" });
    await details.getByRole("textbox", { name: "Title" }).fill("Tea and cake");
    await details.getByRole("button", { name: "Save" }).click();
    await details.getByLabel("Picture of the conversation").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: await picture(ann) });
    await details.getByTestId("picture").waitFor();
    await details.getByLabel("New messages disappear").selectOption({ label: "After 1 day" });
    await details.getByLabel("Messages are kept").selectOption({ label: "For 30 days" });
    const carla = person("carla");
    await details.getByLabel("Add members").fill(carla);
    await details.getByRole("button", { name: "Add", exact: true }).click();
    await details.getByRole("button", { name: `What to do with ${bob.name}` }).click();
    await page.getByRole("menuitemradio", { name: "Moderator" }).click();

    const lines = [
      `${ann.name} changed the custom data`,
      `${ann.name} changed the title to “Tea and cake”`,
      `${ann.name} changed the picture`,
      `${ann.name} set new messages to disappear after 1 day`,
      `${ann.name} set messages to be kept for 30 days`,
      `${ann.name} added ${carla}`,
      `${ann.name} made you a moderator`,
    ];
    await seesLines(bob, lines);
    await bob.page.getByTestId("life-note").filter({ hasText: "1 day" }).waitFor();
    await ann.screenshot("desktop-settings");
    await bob.page.reload();
    await seesLines(bob, lines);
    await bob.screenshot("phone-lines");
    await bob.page.getByRole("button", { name: "Details of Tea and cake" }).click();
    await bob.page.getByRole("region", { name: "Custom data" }).getByText("the round one").waitFor();
    await bob.page.locator("aside img[data-testid=picture]").waitFor();
    await bob.screenshot("phone-settings");
    assert.equal(await bob.fitsItsWidth(), true);
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });
});

async function option(who, role, name) {
  await who.page.getByRole("button", { name: "Send later or let disappear" }).click();
  await who.page.getByRole(role, { name, exact: true }).click();
}

async function seesLines(who, expected) {
  await who.page
    .waitForFunction(
      (wanted) => JSON.stringify([...document.querySelectorAll('[data-testid="line"]')].map((line) => line.textContent)) === JSON.stringify(wanted),
      expected,
    )
    .catch(async (error) => {
      throw new Error(`${who.name} sees ${JSON.stringify(await who.page.getByTestId("line").allTextContents())} (${error.message})`);
    });
}

/** To one end, and again, as long as the page brings more, until that message is there. */
async function scrolledUntil(who, way, text) {
  await who.page.waitForFunction(
    ([up, wanted]) => {
      const list = document.querySelector('[role="region"][aria-label="Messages"]');
      list.scrollTop = up ? 0 : list.scrollHeight;
      return [...list.querySelectorAll('[data-testid="message-text"]')].some(({ textContent }) => textContent === wanted);
    },
    [way === "up", text],
  );
}
