/** Who this tab is. Kept per tab, so that two tabs can be two people, and over a reload. */
export interface Session {
  token: string;
  /** Set when the token came from the development endpoint, which can then renew it. */
  devUser: string | null;
}

const KEY = 'klatch.session';

function tokenInLink(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('token');
}

export function hasTokenInLink(): boolean {
  return tokenInLink() !== null;
}

export function loadSession(): Session | null {
  const fromLink = tokenInLink();
  if (fromLink) {
    history.replaceState(null, '', location.pathname + location.search);
    return keepSession({ token: fromLink, devUser: null });
  }
  const kept = sessionStorage.getItem(KEY);
  return kept ? (JSON.parse(kept) as Session) : null;
}

export function keepSession(session: Session): Session {
  sessionStorage.setItem(KEY, JSON.stringify(session));
  return session;
}

export function forgetSession(): void {
  sessionStorage.removeItem(KEY);
}

/** @return a token of the development mode, or null when this server is not in it */
export async function requestDevToken(user: string): Promise<string | null> {
  const response = await fetch('/v1/dev/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, name: user }),
  });
  if (response.status === 404) return null;
  const answer = (await response.json()) as { token?: string; message?: string };
  if (!response.ok || !answer.token) throw new Error(answer.message ?? `the server answered ${response.status}`);
  return answer.token;
}
