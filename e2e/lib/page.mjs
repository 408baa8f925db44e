// Two people at the page who have a conversation open, and what they do there.

import { DESKTOP, Person } from "./browser.mjs";
import { clientsOf, person } from "./client.mjs";

/** Ann at a desk and Bob, who have a conversation open in which Ann said hello. */
export async function talking(t, { browser, server }, screen = DESKTOP) {
  const ann = await Person.visit(t, browser, server.url, person("ann"), DESKTOP);
  const bob = await Person.visit(t, browser, server.url, person("bob"), screen);
  const client = await clientsOf(t, server).signIn(ann.name);
  const { conversation_id } = await client.ask("conversation:create", { type: "direct", member_ids: [bob.name] });
  await client.ask("message:send", { conversation_id, text: "hello" });
  client.socket.close();
  for (const [one, other] of [[ann, bob], [bob, ann]]) {
    await one.signIn();
    await one.openConversationWith(other.name);
    await one.sees("hello");
  }
  return { ann, bob, conversation: conversation_id };
}

/** A picture as a camera of this browser would make it. */
export async function picture({ page }) {
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
export async function choose(who, text, item) {
  const message = who.message(text);
  await message.focus();
  await who.page.keyboard.press("Enter");
  await who.page.getByRole("menuitem", { name: item, exact: true }).click();
}
