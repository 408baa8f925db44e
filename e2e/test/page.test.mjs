import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, PHONE, Person, launchChromium } from "../lib/browser.mjs";
import { clientsOf, numbered, person, say } from "../lib/client.mjs";
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
    const { ann, bob } = await talking(t);
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
    const { ann, bob } = await talking(t);

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
    const { ann, bob } = await talking(t);

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
    await bob.screenshot("desktop-status");
    await bob.page.getByRole("button", { name: "Save" }).click();
    await ann.page.getByTestId("presence").filter({ hasText: "Busy · baking bread" }).waitFor();
    await ann.conversation(bob.name).getByRole("img", { name: "Busy" }).waitFor();
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("that one is mentioned, in a group whose members come and go", async (t) => {
    const { ann, bob } = await talking(t);
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

describe("The page", () => {
  test("finds messages everywhere and in a conversation, and goes to what it found", async (t) => {
    const { ann, bob, conversation } = await talking(t);
    const client = await clientsOf(t, server).signIn(ann.name);
    await client.ask("message:send", { conversation_id: conversation, text: "the cake is in the blue kitchen" });
    await say(client, conversation, ...numbered("and then ", 120));

    await bob.page.getByLabel("Search messages").fill("kitch cake");
    const found = bob.page.getByRole("list", { name: "Found messages" }).getByRole("link");
    await found.filter({ hasText: "blue kitchen" }).waitFor();
    assert.deepEqual(await found.locator("mark").allTextContents(), ["cake", "kitchen"]);
    await bob.screenshot("desktop-search");
    await found.click();
    await bob.message("the cake is in the blue kitchen").and(bob.page.locator(":focus")).waitFor();
    await bob.page.getByRole("button", { name: "Clear the search" }).click();

    await bob.page.getByRole("button", { name: "Search in this conversation" }).click();
    const panel = bob.page.getByRole("complementary", { name: "Search" });
    await panel.getByLabel("Search in this conversation").fill("hello");
    await panel.getByRole("link").waitFor();
    await panel.getByLabel("By").selectOption(bob.name);
    await panel.getByText("Nothing found.").waitFor();
    assert.deepEqual(bob.complaints, []);
  });

  test("sends pictures and other files, and shows them", async (t) => {
    const { ann, bob } = await talking(t, PHONE);
    const chooser = ann.page.getByLabel("Files to attach");
    await chooser.setInputFiles([
      { name: "square.png", mimeType: "image/png", buffer: await picture(ann) },
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("line\n".repeat(200_000)) },
      { name: "wrong.bin", mimeType: "application/octet-stream", buffer: Buffer.alloc(10) },
    ]);
    await ann.page.getByTestId("upload").nth(2).and(ann.page.locator("[data-state='done']")).waitFor();
    await ann.page.getByRole("button", { name: "Remove wrong.bin" }).click();
    await ann.page.locator("[data-testid='upload'][data-state='uploading']").first().waitFor({ state: "detached" });
    await ann.screenshot("desktop-upload");
    await ann.send(bob.name, "as promised");
    await ann.seesAllStored();
    await bob.sees("hello", "as promised");

    const image = bob.page.getByRole("img", { name: "square.png" });
    await bob.page.waitForFunction(() => document.querySelector(".picture img")?.naturalWidth > 0);
    await bob.screenshot("phone-files");
    await image.click();
    await bob.page.getByRole("dialog", { name: "square.png" }).getByRole("img").waitFor();
    await bob.screenshot("phone-picture");
    await bob.page.keyboard.press("Escape");
    const [download] = await Promise.all([
      bob.page.waitForEvent("download"),
      bob.page.getByRole("button", { name: "Download notes.txt" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "notes.txt");
    assert.equal(await bob.fitsItsWidth(), true);
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("keeps somebody away whom one has blocked, and reports to those who run the server", async (t) => {
    const { ann, bob } = await talking(t);
    await choose(ann, "hello", "Delete…");
    await ann.page.keyboard.press("Escape");
    await choose(bob, "hello", "Report…");
    await bob.page.getByRole("radio", { name: "Something else" }).check({ force: true });
    await bob.page.getByRole("button", { name: "Report", exact: true }).click();
    await bob.page.getByRole("status", { name: "Notices" }).getByText("Reported").waitFor();

    await bob.page.getByRole("button", { name: `Details of ${ann.name}` }).click();
    await bob.page.getByRole("button", { name: `Block ${ann.name}` }).click();
    await bob.page.getByRole("dialog").getByRole("button", { name: "Block", exact: true }).click();
    await bob.page.getByText(`You have blocked ${ann.name}.`).waitFor();
    await ann.send(bob.name, "are you there?");
    await ann.page.getByText("Not sent:").waitFor();
    await ann.page.getByRole("button", { name: "Discard" }).click();

    await bob.page.getByRole("button", { name: "Unblock", exact: true }).click();
    await ann.send(bob.name, "again");
    await bob.sees("hello", "again");
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("keeps to itself what its user does not want known", async (t) => {
    const { ann, bob } = await talking(t);
    await bob.page.getByRole("button", { name: `You: ${bob.name}` }).click();
    await bob.page.getByRole("menuitem", { name: "Privacy…" }).click();
    await bob.page.getByRole("switch", { name: "Read receipts" }).uncheck();
    await bob.page.getByRole("switch", { name: "Typing" }).uncheck();
    await bob.page.getByRole("button", { name: "Close" }).click();

    const listening = await clientsOf(t, server).signIn(ann.name);
    const typed = [];
    listening.socket.on("typing:aggregated", ({ users }) => typed.push(...users));
    await ann.send(bob.name, "do you read this?");
    await bob.sees("hello", "do you read this?");
    await ann.message("do you read this?").getByRole("img", { name: "Delivered" }).waitFor();
    assert.equal(await ann.page.getByRole("img", { name: "Read", exact: true }).count(), 1); // of what was read before
    await bob.field(ann.name).pressSequentially("yes, I do, as you see");
    await bob.page.keyboard.press("Enter");
    await ann.sees("do you read this?", "yes, I do, as you see");

    assert.deepEqual(typed, []);
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("keeps what one has begun to write for all devices of the writer, until it is sent", async (t) => {
    const { ann, bob } = await talking(t);
    const phone = await Person.visit(t, browser, server.url, ann.name, PHONE);
    await phone.signIn();
    await ann.field(bob.name).pressSequentially("I was about to");
    await phone.conversation(bob.name).getByText("Draft: I was about to").waitFor();
    await phone.openConversationWith(bob.name);
    await phone.page.waitForFunction(() => document.querySelector("textarea").value === "I was about to");
    await phone.send(bob.name, "I was about to ask");
    await ann.page.waitForFunction(() => document.querySelector("textarea").value === "");
    await bob.sees("hello", "I was about to ask");
    assert.deepEqual([ann.complaints, phone.complaints], [[], []]);
  });

  test("fits a phone with its panels, menus and dialogs", async (t) => {
    const { ann, bob } = await talking(t, PHONE);
    await choose(ann, "hello", "React 😂");
    for (const open of ["details", "pins", "thread/1"]) {
      await bob.page.evaluate((panel) => (location.hash = `${location.hash.split("/").slice(0, 3).join("/")}/${panel}`), open);
      await bob.page.getByRole("button", { name: "Back to the conversation" }).waitFor();
      assert.equal(await bob.fitsItsWidth(), true, open);
      await bob.page.getByRole("button", { name: "Back to the conversation" }).click();
    }
    await bob.message("hello").locator(".bubble").tap();
    await bob.page.getByRole("menu", { name: "Message" }).waitFor();
    await bob.screenshot("phone-menu");
    await bob.page.getByRole("menuitem", { name: "Reply", exact: true }).click();
    await bob.page.getByText(`Reply to ${ann.name}`).waitFor();
    assert.equal(await bob.fitsItsWidth(), true);
    assert.deepEqual(bob.complaints, []);
  });
});

/** Ann at a desk and Bob, who have a conversation open in which Ann said hello. */
async function talking(t, screen = DESKTOP) {
  const ann = await Person.visit(t, browser, server.url, person("ann"), DESKTOP);
  const bob = await Person.visit(t, browser, server.url, person("bob"), screen);
  const client = await clientsOf(t, server).signIn(ann.name);
  const { conversation_id } = await client.ask("conversation:create", { type: "direct", member_ids: [bob.name] });
  await client.ask("message:send", { conversation_id, text: "hello" });
  client.socket?.close();
  for (const [one, other] of [[ann, bob], [bob, ann]]) {
    await one.signIn();
    await one.openConversationWith(other.name);
    await one.sees("hello");
  }
  return { ann, bob, conversation: conversation_id };
}

/** A picture as a camera of this browser would make it. */
async function picture({ page }) {
  const url = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [900, 600];
    const paint = canvas.getContext("2d");
    const sky = paint.createLinearGradient(0, 0, 900, 600);
    sky.addColorStop(0, "#0f766e");
    sky.addColorStop(1, "#f0a63a");
    paint.fillStyle = sky;
    paint.fillRect(0, 0, 900, 600);
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(url.split(",")[1], "base64");
}

/** Opens the menu of the message as a keyboard does. */
async function choose(who, text, item) {
  const message = who.message(text);
  await message.focus();
  await who.page.keyboard.press("Enter");
  await who.page.getByRole("menuitem", { name: item, exact: true }).click();
}
