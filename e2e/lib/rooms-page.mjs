// A person at /main-rooms/, whose network can be told to let no WebSocket through.

import { Person } from "./browser.mjs";

export class RoomsPerson extends Person {
  #blocked = false;
  #open = new Set();

  /** @param claims of the token, besides the subject, which is the name */
  static async enter(t, browser, server, name, screen, claims = {}) {
    const person = await RoomsPerson.visit(t, browser, server.url, name, screen);
    await person.page.goto(`/main-rooms/#token=${server.token(name, claims)}`);
    await person.seesUpdates("Live");
    return person;
  }

  static async visit(t, browser, url, name, screen) {
    const person = await super.visit(t, browser, url, name, screen);
    await person.page.routeWebSocket(/./, (route) => person.#route(route));
    return person;
  }

  /** Cuts those that are open, and lets no new one through. */
  async blockWebSocket() {
    this.#blocked = true;
    for (const route of this.#open) {
      await route.close({ code: 1001, reason: "blocked" });
    }
    this.#open.clear();
  }

  async allowWebSocket() {
    this.#blocked = false;
    await this.page.evaluate(() => dispatchEvent(new Event("online")));
  }

  async seesUpdates(text) {
    await this.page.getByRole("status", { name: "Updates" }).filter({ hasText: text }).waitFor();
  }

  async openRoom(name) {
    await this.page.getByRole("navigation", { name: "Rooms" }).getByRole("link", { name }).click();
    await this.page.getByRole("main", { name, exact: true }).waitFor();
  }

  async join(how = "Join") {
    await this.page.getByRole("button", { name: how, exact: true }).click();
    await this.page.getByRole("button", { name: "Leave", exact: true }).waitFor();
  }

  /** The room in the list. */
  room(name) {
    return this.page.getByTestId("room").filter({ hasText: name });
  }

  async seesCount(name, count) {
    await this.room(name).getByTestId("room-count").filter({ hasText: new RegExp(`^${count} `) }).waitFor();
  }

  participant(user) {
    return this.page.locator(`[data-testid='participant'][data-user='${user}']`);
  }

  /** Chooses what to do with a participant. */
  async moderate(user, item) {
    await this.participant(user).getByRole("button", { name: /^What to do with/ }).click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  #route(route) {
    if (this.#blocked) {
      void route.close({ code: 1001, reason: "blocked" });
      return;
    }
    this.#open.add(route);
    const there = route.connectToServer();
    route.onClose((code, reason) => {
      this.#open.delete(route);
      void there.close({ code, reason });
    });
  }
}
