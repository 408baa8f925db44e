import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PHONE, Person, launchChromium } from "../lib/browser.mjs";
import { clientsOf, numbered, say } from "../lib/client.mjs";
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

describe("The page", () => {
  test("finds messages everywhere and in a conversation, and goes to what it found", async (t) => {
    const { ann, bob, conversation } = await talking(t, { browser, server });
    const client = await clientsOf(t, server).signIn(ann.name);
    await client.ask("message:send", { conversation_id: conversation, text: "the cake is in the blue kitchen" });
    await say(client, conversation, ...numbered("and then ", 120));

    await bob.page.getByLabel("Search messages").fill("kitch cake");
    const found = bob.page.getByRole("list", { name: "Found messages" }).getByRole("link");
    await found.filter({ hasText: "blue kitchen" }).waitFor();
    assert.deepEqual(await found.locator("mark").allTextContents(), ["cake", "kitchen"]);
    await bob.screenshot("desktop-search");
    await found.click();
    await bob.isAt("the cake is in the blue kitchen");
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
    const { ann, bob } = await talking(t, { browser, server }, PHONE);
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
    const { ann, bob } = await talking(t, { browser, server });
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
    const { ann, bob } = await talking(t, { browser, server });
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
    const { ann, bob } = await talking(t, { browser, server });
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
    const { ann, bob } = await talking(t, { browser, server }, PHONE);
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
