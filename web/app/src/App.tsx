import { KlatchClient, type Refusal } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { Chat } from './Chat';
import { forgetSession, hasTokenInLink, keepSession, loadSession, requestDevToken, type Session } from './lib/session';
import { SignIn } from './signin/SignIn';

function clientOf(session: Session): KlatchClient {
  return new KlatchClient(location.origin, {
    getToken: async ({ expired }) => {
      if (!expired || !session.devUser) return session.token;
      const token = await requestDevToken(session.devUser);
      if (!token) return session.token;
      session.token = token;
      keepSession(session);
      return token;
    },
  });
}

function explain(refusal: Refusal | null): string {
  if (refusal?.code === 'token_expired') return 'Your session has expired.';
  if (refusal?.code === 'suspended') return 'You are not let in for now. Ask those who run this server.';
  if (refusal?.code === 'revoked') return 'Your sign-in was taken back. Sign in again.';
  if (refusal?.code === 'unauthorized') return 'The server did not accept this token.';
  return 'The server ended this session.';
}

export function App() {
  const [session, setSession] = useState(loadSession);
  const [client, setClient] = useState<KlatchClient | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [lastName, setLastName] = useState<string | null>(null);

  useEffect(() => {
    if (!session) return;
    const connected = clientOf(session);
    setClient(connected);
    setProblem(null);
    setLastName(session.devUser);
    const stop = connected.connection.subscribe(() => {
      const { status, refusal } = connected.connection.get();
      if (status !== 'refused') return;
      setProblem(explain(refusal));
      forgetSession();
      setSession(null);
    });
    return () => {
      stop();
      connected.close();
      setClient(null);
    };
  }, [session]);

  // A link with a token, opened in a tab that shows the page already, changes only the fragment.
  useEffect(() => {
    const follow = () => hasTokenInLink() && setSession(loadSession());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  function signOut() {
    forgetSession();
    setLastName(null);
    setSession(null);
    history.replaceState(null, '', location.pathname);
  }

  if (!session) return <SignIn problem={problem} lastName={lastName} onSession={setSession} />;
  return client && <Chat client={client} onSignOut={signOut} />;
}
