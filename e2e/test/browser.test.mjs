import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DESKTOP, PHONE, Person, launchChromium } from "../lib/browser.mjs";
import { clientsOf, numbered, person, say, wholeHistory } from "../lib/client.mjs";
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

describe("Two people, one at a desk and one with a phone,", () => {
  test("talk through a kill -9 of the server without a reload, a lost message or a doubled one [T25]", async (t) => {
    const { ann, bob } = await annAndBob(t);

    await ann.startConversationWith(bob.name);
    await ann.send(bob.name, "hello bob");
    await bob.openConversationWith(ann.name);
    await bob.sees("hello bob");
    await bob.send(ann.name, "hello ann");
    await ann.sees("hello bob", "hello ann");
    await Promise.all([ann.screenshot("desktop-talk"), bob.screenshot("phone-talk")]);

    await ann.send(bob.name, "before 1");
    await server.kill9();
    for (const text of numbered("while away ", 5)) {
      await ann.send(bob.name, text);
    }
    await ann.page.getByRole("img", { name: "Sending" }).first().waitFor();
    await ann.page.getByRole("status", { name: "Connection" }).filter({ hasText: "Reconnecting" }).waitFor();
    await Promise.all([ann.screenshot("desktop-away"), bob.screenshot("phone-away")]);
    await server.start();
    for (const text of numbered("back ", 5)) {
      await ann.send(bob.name, text);
    }
    await ann.seesAllStored();
    await bob.send(ann.name, "welcome back");

    const expected = ["hello bob", "hello ann", "before 1", ...numbered("while away ", 5), ...numbered("back ", 5), "welcome back"];
    await Promise.all([ann.sees(...expected), bob.sees(...expected)]);
    await ann.seesAllStored();
    await bob.seesAllStored();
    await Promise.all([ann.screenshot("desktop-back"), bob.screenshot("phone-back")]);
    assert.deepEqual(await ann.texts(), expected);
    assert.deepEqual(await bob.texts(), expected);
    assert.deepEqual([await ann.isStillInTheSameDocument(), await bob.isStillInTheSameDocument()], [true, true]);
    assert.deepEqual((await stored(t, ann.name)).map((message) => message.text), expected);
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });

  test("type at the same time through three kills, and both end with the same list", async (t) => {
    const { ann, bob } = await annAndBob(t);
    await ann.startConversationWith(bob.name);
    await ann.send(bob.name, "start");
    await bob.openConversationWith(ann.name);
    await bob.sees("start");

    const typing = [
      inTurn(numbered("a", 30), (text) => ann.send(bob.name, text)),
      inTurn(numbered("b", 30), (text) => bob.send(ann.name, text)),
    ];
    for (let kill = 0; kill < 3; kill++) {
      await server.kill9();
      await server.start();
    }
    await Promise.all(typing);
    await Promise.all([ann.seesAllStored(), bob.seesAllStored()]);
    const history = (await stored(t, ann.name)).map((message) => message.text);
    await Promise.all([ann.sees(...history), bob.sees(...history)]);

    assert.equal(history.length, 61);
    assert.deepEqual(history.filter((text) => text.startsWith("a")), numbered("a", 30));
    assert.deepEqual(history.filter((text) => text.startsWith("b")), numbered("b", 30));
    assert.deepEqual(await ann.texts(), history);
    assert.deepEqual(await bob.texts(), history);
    assert.deepEqual([ann.complaints, bob.complaints], [[], []]);
  });
});

describe("The page", () => {
  test("pages back through 120 messages to the beginning, each once and in order", async (t) => {
    const names = { ann: person("ann"), bob: person("bob") };
    await conversationOf(t, names.ann, names.bob, ...numbered("message ", 120));

    for (const [name, other, screen] of [[names.ann, names.bob, DESKTOP], [names.bob, names.ann, PHONE]]) {
      const reader = await Person.visit(t, browser, server.url, name, screen);
      await reader.signIn();
      await reader.openConversationWith(other);
      await reader.sees("message 119", "message 120");
      assert.ok((await reader.texts()).length < 120, "the whole history was loaded at once");
      await reader.scrollsToTheBeginning();
      assert.deepEqual(await reader.texts(), numbered("message ", 120));
      assert.deepEqual(reader.complaints, []);
    }
  });

  test("shows what others write as text, whatever it is [A10]", async (t) => {
    const { ann, bob } = await annAndBob(t);
    const texts = [
      "<img src=x onerror=\"document.title='owned'\">",
      "<script>document.title='owned'</script>",
      "javascript:alert(1) http://example.com/?a=<b>&\"c\"",
      "two\nlines  and   spaces",
      "👩‍👩‍👧‍👦 \u202Eright to left\u202C עברית",
      "x".repeat(2_000),
    ];
    await conversationOf(t, ann.name, bob.name, ...texts);

    await bob.openConversationWith(ann.name);
    await bob.sees(...texts);

    assert.equal(await bob.page.title().then((title) => title.includes("owned")), false);
    assert.equal(await bob.page.getByTestId("message-text").locator("img, script").count(), 0);
    assert.equal(await bob.fitsItsWidth(), true);
    assert.deepEqual(bob.complaints, []);
  });

  test("tells of a new conversation and counts what is unread, without being asked", async (t) => {
    const { ann, bob } = await annAndBob(t);

    await conversationOf(t, ann.name, bob.name, "one", "two");

    const row = bob.conversation(ann.name);
    await row.getByLabel("2 unread").waitFor();
    await bob.screenshot("phone-list");
    await row.click();
    await bob.sees("one", "two");
    await bob.page.getByRole("button", { name: "Back to conversations" }).click();
    await row.waitFor();
    await row.getByLabel("2 unread").waitFor({ state: "detached" });
  });

  test("keeps the person signed in over a reload, and forgets at sign out", async (t) => {
    const { ann } = await annAndBob(t);

    await ann.page.reload();
    await ann.page.getByRole("navigation", { name: "Conversations" }).waitFor();
    await ann.page.getByRole("button", { name: "Sign out" }).click();
    await ann.page.getByLabel("Choose a name").waitFor();
    await ann.page.reload();
    await ann.page.getByLabel("Choose a name").waitFor();

    assert.deepEqual(ann.complaints, []);
  });

  test("is dark where the person prefers dark, and fits a phone", async (t) => {
    const looks = [];
    for (const colorScheme of ["light", "dark"]) {
      const names = { ann: person("ann"), bob: person("bob") };
      await conversationOf(t, names.bob, names.ann, "Good morning!", "Did you see the new release notes? They are at http://example.com/notes", "See you at ten.");
      for (const [screen, options] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
        const visitor = await Person.visit(t, browser, server.url, names.ann, { ...options, colorScheme });
        await visitor.page.getByLabel("Choose a name").waitFor();
        await visitor.screenshot(`${screen}-${colorScheme}-sign-in`);
        await visitor.signIn();
        await visitor.openConversationWith(names.bob);
        await visitor.sees("See you at ten.");
        await visitor.screenshot(`${screen}-${colorScheme}-conversation`);
        assert.equal(await visitor.fitsItsWidth(), true);
        assert.deepEqual(visitor.complaints, []);
        looks.push([colorScheme, await visitor.page.evaluate(() => getComputedStyle(document.body).backgroundColor)]);
      }
    }
    const brightness = (color) => color.match(/\d+(\.\d+)?/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    for (const [scheme, color] of looks) {
      assert.equal(brightness(color) > 384, scheme === "light", `${scheme}: ${color}`);
    }
  });

  test("is served with a policy that allows no foreign and no inline script", async () => {
    const response = await server.get("/");
    const policy = response.headers.get("content-security-policy") ?? "";

    assert.match(policy, /default-src 'self'|script-src 'self'/);
    assert.doesNotMatch(policy, /script-src[^;]*'unsafe-(inline|eval)'/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  });
});

async function annAndBob(t) {
  const ann = await Person.visit(t, browser, server.url, person("ann"), DESKTOP);
  const bob = await Person.visit(t, browser, server.url, person("bob"), PHONE);
  await ann.signIn();
  await bob.signIn();
  return { ann, bob };
}

/** A conversation that exists because other clients than the page made it. */
async function conversationOf(t, sender, other, ...texts) {
  const client = await clientsOf(t, server).signIn(sender);
  const { conversation_id } = await client.ask("conversation:create", { type: "direct", member_ids: [other] });
  await say(client, conversation_id, ...texts);
}

/** What the server has of the person's only conversation. */
async function stored(t, user) {
  const client = await clientsOf(t, server).signIn(user);
  const { conversations } = await client.ask("conversation:list", {});
  assert.equal(conversations.length, 1);
  return wholeHistory(client, conversations[0].conversation_id);
}

async function inTurn(items, action) {
  for (const item of items) {
    await action(item);
  }
}
