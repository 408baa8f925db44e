// JWTs as an application's back end would mint them, and the broken ones an attacker would.

import { createHmac } from "node:crypto";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An HS256 token valid for an hour, unless `claims.exp` says otherwise; `exp: undefined` leaves it out. */
export function sign(claims, secret, header = { alg: "HS256", typ: "JWT" }) {
  const body = `${base64url(header)}.${base64url({ exp: inSeconds(3600), ...claims })}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

/** The famous hole: "no algorithm", no signature. */
export function unsigned(claims) {
  return `${base64url({ alg: "none", typ: "JWT" })}.${base64url({ exp: inSeconds(3600), ...claims })}.`;
}

export function inSeconds(seconds) {
  return Math.floor(Date.now() / 1000) + seconds;
}
