import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launchChromium } from "../lib/browser.mjs";
import { person } from "../lib/client.mjs";
import { choose, talking } from "../lib/page.mjs";
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

describe("Side by side, two people see live", () => {
  test("what the other writes, edits, deletes, and how far it has come", async (t) => {
    const { ann, bob } = await talking(t, { browser, server });
    const { page } = bob;

    await ann.send(bob.name, "helo");
    await bob.sees("hello", "helo");
    await choose(ann, "helo", "Edit");
    await ann.field(bob.name).fill("hello again");
    await ann.page.keyboard.press("Enter");
    await bob.sees("hello", "hello again");
    await page.getByText("edited", { exact: true }).waitFor();
    await ann.page.getByTestId("message").last().getByRole("img", { name: "Read" }).waitFor();
    await ann.page.getByTestId("seen-by").filter({ hasText: "Seen" }).waitFor();

    await choose(bob, "hello again", "Delete…");
    await page.getByRole("button", { name: "Delete for me" }).click();
    await bob.sees("hello");
    await ann.sees("hello", "hello again");

    await choose(ann, "hello again", "Delete…");
    await ann.page.getByRole("button", { name: "Delete for everybody" }).click();
    await ann.page.getByText("This message was deleted").waitFor();
    await choose(ann, "hello", "Delete…");
    await ann.page.getByRole("button", { name: "Delete for everybody" }).click();
    await page.getByText("This message was deleted").waitFor();
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("reactions, replies, pins, threads and what is forwarded", async (t) => {
    const { ann, bob } = await talking(t, { browser, server });

    await choose(bob, "hello", "React 😂");
    await ann.page.getByRole("button", { name: "😂 1", pressed: false }).click();
    await bob.page.getByRole("button", { name: "😂 2", pressed: true }).waitFor();

    await choose(bob, "hello", "Reply");
    await bob.send(ann.name, "to you, too");
    await ann.message("to you, too").getByRole("button", { name: /hello/ }).waitFor();

    await choose(ann, "to you, too", "Pin");
    await bob.message("to you, too").getByRole("img", { name: "Pinned" }).waitFor();

    await choose(bob, "hello", "Reply in thread");
    const thread = bob.page.getByRole("complementary", { name: "Thread" });
    await thread.getByLabel("Reply in thread").fill("a word aside");
    await bob.page.keyboard.press("Enter");
    await ann.page.getByRole("button", { name: "1 reply" }).click();
    const beside = ann.page.getByRole("complementary", { name: "Thread" });
    await beside.getByTestId("message-text").filter({ hasText: "a word aside" }).waitFor();
    await beside.getByLabel("Reply in thread").fill("aside, too");
    await ann.page.keyboard.press("Enter");
    await thread.getByTestId("message-text").filter({ hasText: "aside, too" }).waitFor();
    await thread.getByRole("button", { name: "Close" }).click();
    await bob.page.getByRole("button", { name: "2 replies" }).waitFor();

    await choose(bob, "to you, too", "Forward…");
    await bob.page.getByRole("dialog", { name: "Forward to" }).getByRole("button", { name: ann.name }).click();
    await ann.page.getByText("Forwarded", { exact: false }).waitFor();
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("who types, who is here, and how the other says to be", async (t) => {
    const { ann, bob } = await talking(t, { browser, server });

    await bob.field(ann.name).pressSequentially("I am th");
    await ann.page.getByRole("status", { name: "Typing" }).filter({ hasText: `${bob.name} is typing...` }).waitFor();
    await ann.screenshot("desktop-typing");
    await bob.field(ann.name).fill("");
    await ann.page.getByRole("status", { name: "Typing" }).filter({ hasNotText: "typing" }).waitFor();

    await ann.page.getByTestId("presence").filter({ hasText: "Online" }).waitFor();
    await bob.page.getByRole("button", { name: `You: ${bob.name}` }).click();
    await bob.page.getByRole("menuitem", { name: "Set your status…" }).click();
    await bob.page.getByRole("radio", { name: "Busy" }).check({ force: true });
    await bob.page.getByLabel("What you are doing").fill("baking bread");
    await bob.page.getByLabel("For how long").selectOption("1 hour");
    await bob.screenshot("desktop-status");
    await bob.page.getByRole("button", { name: "Save" }).click();
    await bob.page.getByRole("status", { name: "Notices" }).getByText("Busy until").waitFor();
    await ann.page.getByTestId("presence").filter({ hasText: "Busy · baking bread" }).waitFor();
    await ann.conversation(bob.name).getByRole("img", { name: "Busy" }).waitFor();
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("that one is mentioned, in a group whose members come and go", async (t) => {
    const { ann, bob } = await talking(t, { browser, server });
    const carla = person("carla");
    await ann.page.getByRole("button", { name: "New conversation" }).first().click();
    await ann.page.getByRole("radio", { name: "Group" }).check();
    await ann.page.getByLabel("Title").fill("Tea");
    await ann.page.getByLabel("Members").fill(`${bob.name},`);
    await ann.page.getByRole("button", { name: "Start", exact: true }).click();
    await ann.field("Tea").fill(`look, @${bob.name.slice(0, 3)}`);
    await ann.page.getByRole("option", { name: bob.name }).waitFor();
    await ann.page.keyboard.press("Enter");
    await ann.page.keyboard.press("Enter");
    const row = bob.conversation("Tea");
    await row.getByRole("img", { name: "1 mention of you" }).waitFor();
    await row.getByRole("img", { name: "1 unread" }).waitFor();
    await row.click();
    await bob.page.locator(".mention[data-me='true']").waitFor();
    await row.getByRole("img", { name: "1 unread" }).waitFor({ state: "detached" });
    await choose(ann, `look, @${bob.name}`, "Seen by…");
    await ann.page.getByRole("region", { name: "Read" }).getByText(bob.name).waitFor();
    await ann.page.keyboard.press("Escape");

    await bob.page.getByRole("button", { name: "Conversation menu" }).click();
    await bob.page.getByRole("menuitem", { name: "Mark as unread" }).click();
    await row.getByRole("img", { name: "Marked as unread" }).waitFor();
    await ann.field("Tea").fill("who is there? @he");
    await ann.page.getByRole("option", { name: "here" }).waitFor();
    await ann.page.keyboard.press("Enter");
    await ann.page.keyboard.press("Enter");
    await row.getByRole("img", { name: "1 unread" }).waitFor();
    await row.click();
    await bob.page.locator(".mention[data-me='true']").getByText("@here").waitFor();

    await ann.page.getByRole("button", { name: "Details of Tea" }).click();
    const details = ann.page.getByRole("complementary", { name: "Details" });
    await details.getByLabel("Add members").fill(carla);
    await details.getByRole("button", { name: "Add", exact: true }).click();
    await details.getByTestId("member").filter({ hasText: carla }).waitFor();
    await bob.page.getByText("3 members").waitFor();
    await details.getByRole("button", { name: `What to do with ${bob.name}` }).click();
    await ann.page.getByRole("menuitem", { name: "Remove" }).click();
    await bob.page.getByText("you are not in it").waitFor();
    assert.equal(await row.count(), 0);
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });
});
