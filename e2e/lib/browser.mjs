// A person at the page: Debian's Chromium, driven by what the page says to assistive technology.

import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const RESULTS = resolve(dirname(fileURLToPath(import.meta.url)), "../test-results");
const WAIT_MS = 20_000;

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** What Chromium itself writes to the console while nobody listens at the server's port. */
const WHILE_THE_SERVER_IS_AWAY = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING)|WebSocket connection to .* failed|WebSocket is closed before/;

export async function launchChromium() {
  return chromium.launch({
    executablePath: process.env.KLATCH_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export class Person {
  /** What the page must not do: complain in the console, throw, or break its own security policy. */
  complaints = [];

  constructor(name, context, page) {
    Object.assign(this, { name, context, page });
  }

  static async visit(t, browser, url, name, screen) {
    const context = await browser.newContext({ baseURL: url, ...screen });
    t.after(() => context.close());
    const page = await context.newPage();
    const person = new this(name, context, page);
    page.setDefaultTimeout(WAIT_MS);
    page.on("pageerror", (error) => person.complaints.push(`threw ${error.message}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !WHILE_THE_SERVER_IS_AWAY.test(message.text())) {
        person.complaints.push(`${message.type()}: ${message.text()}`);
      }
    });
    await page.exposeFunction("klatchTestViolation", (what) => person.complaints.push(`CSP violation: ${what}`));
    await page.addInitScript(() =>
      addEventListener("securitypolicyviolation", (event) => window.klatchTestViolation(`${event.violatedDirective} ${event.blockedURI}`)),
    );
    await page.goto("/");
    return person;
  }

  /** As a person does who owns no mouse. */
  async signIn() {
    const { page } = this;
    await page.getByLabel("Choose a name").fill(this.name);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: "Conversations" }).waitFor();
    // A reload would lose it.
    await page.evaluate(() => (window.klatchTestSameDocument = true));
  }

  async startConversationWith(other) {
    const { page } = this;
    // Where there is no conversation yet, the page offers the same button twice.
    await page.getByRole("button", { name: "New conversation" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill(other);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await this.field(other).waitFor();
  }

  async openConversationWith(other) {
    await this.conversation(other).click();
    await this.field(other).waitFor();
  }

  conversation(other) {
    return this.page.getByRole("navigation", { name: "Conversations" }).getByRole("link").filter({ hasText: other });
  }

  field(other) {
    return this.page.getByLabel(`Message to ${other}`);
  }

  /** The one of the open conversation with that text. */
  message(text) {
    return this.page
      .getByRole("region", { name: "Messages" })
      .getByTestId("message")
      .filter({ has: this.page.getByTestId("message-text").getByText(text, { exact: true }) });
  }

  async send(other, text) {
    await this.field(other).fill(text);
    await this.page.getByRole("button", { name: "Send", exact: true }).click();
  }

  /** Texts of the open conversation, as shown from top to bottom. */
  async texts() {
    return this.page.getByTestId("message-text").allTextContents();
  }

  /** Waits until the last `count` texts shown are these; on failure says what is shown. */
  async sees(...expected) {
    await this.page
      .waitForFunction(
        (wanted) => {
          const shown = [...document.querySelectorAll('[data-testid="message-text"]')].map((element) => element.textContent);
          return JSON.stringify(shown.slice(-wanted.length)) === JSON.stringify(wanted);
        },
        expected,
        { timeout: WAIT_MS },
      )
      .catch(async (error) => {
        throw new Error(`${this.name} sees ${JSON.stringify(await this.texts())}, not ${JSON.stringify(expected)} at the end (${error.message})`);
      });
  }

  /** Waits until that message has the focus; on failure says what has it, and what is shown. */
  async isAt(text) {
    await this.message(text)
      .and(this.page.locator(":focus"))
      .waitFor()
      .catch(async (error) => {
        const found = await this.page.evaluate(() => ({
          address: location.hash,
          focus: document.activeElement?.outerHTML.slice(0, 300),
          notes: [...document.querySelectorAll('[role="alert"], [role="status"]')].map((note) => note.textContent),
        }));
        const shown = { ...found, texts: await this.texts(), complaints: this.complaints };
        throw new Error(`${this.name} is not at "${text}": ${JSON.stringify(shown)} (${error.message})`);
      });
  }

  /** Waits until no message waits to be stored. */
  async seesAllStored() {
    await this.page.waitForFunction(() => document.querySelectorAll('[data-testid="message"]:not([data-state="stored"])').length === 0, null, {
      timeout: WAIT_MS,
    });
  }

  /** Up, and up again, as long as the page brings older messages. */
  async scrollsToTheBeginning() {
    await this.page.waitForFunction(
      () => {
        document.querySelector('[role="region"][aria-label="Messages"]').scrollTop = 0;
        return document.body.innerText.includes("The beginning of this conversation");
      },
      null,
      { timeout: WAIT_MS },
    );
  }

  async isStillInTheSameDocument() {
    return this.page.evaluate(() => window.klatchTestSameDocument === true);
  }

  async screenshot(name) {
    await mkdir(RESULTS, { recursive: true });
    await this.page.screenshot({ path: join(RESULTS, `${name}.png`) });
  }

  /** Whether anything sticks out to the right, which a phone would have to scroll to. */
  async fitsItsWidth() {
    return this.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  }
}
