// I8: presence is what the live sockets make of it. I12: what was used is given back.

export function checkEnding({ history }, violated) {
  const { presence = [], baseline = [], undrained = [] } = history.final ?? {};
  for (const { tenant, user, sockets, chosen, seen } of presence) {
    const expected = statusOf(sockets, chosen);
    if (seen !== expected) {
      violated("I8", `${user} of ${tenant} has ${sockets} sockets and chose ${chosen}, so is ${expected}, and looks ${seen}`, []);
    }
  }
  for (const { what, before, after, allowed } of baseline) {
    if (after > allowed) {
      violated("I12", `${what} is ${after} when everybody has left, was ${before} before anybody came, and may be ${allowed}`, []);
    }
  }
  for (const sentence of undrained) {
    violated("I1", sentence, []);
  }
}

/** How a user looks to others. */
export function statusOf(sockets, chosen) {
  return sockets === 0 || chosen === "invisible" ? "offline" : chosen;
}
