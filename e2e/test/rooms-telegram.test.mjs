import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PHONE, launchChromium } from "../lib/browser.mjs";
import { RoomsPerson } from "../lib/rooms-page.mjs";
import { NO_RATE_LIMIT, startServer, tempFolder } from "../lib/server.mjs";

const BOT = "7342037359:AAHI25ES9xCOMPokpYoz-p8XVrZUdygo2J4";
const DARK = { bg_color: "#17212b", secondary_bg_color: "#0e1621", text_color: "#f5f5f5", hint_color: "#708499", link_color: "#6ab3f3", button_color: "#5288c1", button_text_color: "#ffffff" };
const LIGHT = { bg_color: "#ffffff", secondary_bg_color: "#efeff3", text_color: "#000000", hint_color: "#999999", link_color: "#2481cc", button_color: "#2481cc", button_text_color: "#ffffff" };

/** Of Telegram's own script what the page uses; what it does with the button can be seen. */
const STAND_IN = `
const launch = new URLSearchParams(location.hash.slice(1));
let pressed = () => {};
window.Telegram = { WebApp: {
  initData: launch.get("tgWebAppData"),
  themeParams: JSON.parse(launch.get("tgWebAppThemeParams")),
  safeAreaInset: { top: 30, bottom: 20, left: 0, right: 0 },
  contentSafeAreaInset: { top: 16, bottom: 0, left: 0, right: 0 },
  ready() {}, expand() {}, onEvent() {},
  BackButton: { isVisible: false, show() { this.isVisible = true; }, hide() { this.isVisible = false; }, onClick(listener) { pressed = listener; }, offClick() {} },
} };
window.pressBack = () => pressed();
`;

let folder;
let server;
let browser;
before(async () => {
  folder = await tempFolder();
  await mkdir(join(folder, "main-rooms"));
  await writeFile(join(folder, "bot-token"), BOT);
  server = await startServer({ env: { ...NO_RATE_LIMIT, KLATCH_HTTP_FILES: folder, KLATCH_TELEGRAM_BOT_TOKEN_FILE: join(folder, "bot-token") } });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.cleanUp();
  await rm(folder, { recursive: true, force: true });
});

describe("In Telegram's web view the page of the rooms", () => {
  test("signs in, wears its colours, and goes back by its button [A4]", async (t) => {
    const plain = await opened(t, LIGHT);
    assert.equal(await plain.page.evaluate(() => getComputedStyle(document.querySelector(".sidebar")).backgroundColor), "rgb(255, 255, 255)");
    await plain.openRoom("General");
    await plain.page.getByRole("button", { name: "Back to rooms" }).click();

    await writeFile(join(folder, "main-rooms/telegram-web-app.js"), STAND_IN);
    const themed = await opened(t, DARK, "room_2");
    await themed.page.getByRole("main", { name: "Music", exact: true }).waitFor();
    await themed.join();
    assert.equal(await themed.page.evaluate(() => getComputedStyle(document.querySelector(".bar")).backgroundColor), "rgb(23, 33, 43)");
    assert.equal(await themed.page.evaluate(() => getComputedStyle(document.querySelector(".rooms-shell")).paddingTop), "46px");
    assert.equal(await themed.page.evaluate(() => window.Telegram.WebApp.BackButton.isVisible), true);
    await themed.send("Music", "hello from Telegram");
    await themed.seesAllStored();
    await themed.screenshot("rooms-telegram");
    await themed.page.evaluate(() => window.pressBack());
    await themed.page.getByRole("navigation", { name: "Rooms" }).waitFor();
    assert.equal(await themed.page.evaluate(() => window.Telegram.WebApp.BackButton.isVisible), false);
    await themed.screenshot("rooms-telegram-list");
    assert.deepEqual([plain.complaints, themed.complaints], [[], []]);
  });
});

/** As Telegram opens it: all it says is behind the #. */
async function opened(t, theme, startParam) {
  const person = await RoomsPerson.visit(t, browser, server.url, "tg", PHONE);
  const launch = new URLSearchParams({ tgWebAppData: initData(), tgWebAppVersion: "8.0", tgWebAppPlatform: "ios", tgWebAppThemeParams: JSON.stringify(theme) });
  if (startParam) {
    launch.set("tgWebAppStartParam", startParam);
  }
  await person.page.goto(`/main-rooms/#${launch}`);
  await person.page.getByText("tg:5000131393").first().waitFor({ state: "attached" });
  return person;
}

function initData() {
  const user = JSON.stringify({ id: 5000131393, first_name: "Ann", last_name: "Berg", language_code: "en" });
  const fields = { auth_date: String(Math.floor(Date.now() / 1000)), query_id: "AAHd" + Math.random().toString(36).slice(2), user };
  const said = Object.entries(fields).map(([name, value]) => `${name}=${value}`).sort().join("\n");
  const secret = createHmac("sha256", "WebAppData").update(BOT).digest();
  return new URLSearchParams({ ...fields, hash: createHmac("sha256", secret).update(said).digest("hex") }).toString();
}
