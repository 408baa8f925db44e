import { Refusal, RoomsClient } from '@klatch/sdk';
import { useEffect, useState } from 'react';
import { forgetSession, hasTokenInLink, keepSession, loadSession, requestDevToken, type Session } from '../lib/session';
import { explain } from '../lib/toasts';
import { SignIn } from '../signin/SignIn';
import { PeopleIcon } from '../ui/icons';
import { Rooms } from './Rooms';
import { goToRoom } from './useRoomsRoute';
import { logInByTelegram, roomIn, type Telegram } from './telegram';

async function renew(session: Session, telegram: Telegram | null): Promise<string | null> {
  if (telegram) return logInByTelegram(telegram.initData);
  return session.devUser === null ? null : requestDevToken(session.devUser);
}

function clientOf(session: Session, telegram: Telegram | null): RoomsClient {
  return new RoomsClient(location.origin, {
    getToken: async ({ expired }) => {
      const token = expired ? await renew(session, telegram).catch(() => null) : null;
      if (token === null) return session.token;
      session.token = token;
      keepSession(session);
      return token;
    },
  });
}

const ENDED: Readonly<Record<string, string>> = {
  token_expired: 'Your session has expired.',
  revoked: 'Your sign-in was taken back. Sign in again.',
  suspended: 'You are not let in for now. Ask those who run this server.',
  unauthorized: 'The server did not accept this token.',
};

export function App({ telegram }: { telegram: Telegram | null }) {
  const [session, setSession] = useState<Session | null>(() => (telegram ? null : loadSession()));
  const [client, setClient] = useState<RoomsClient | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [lastName, setLastName] = useState<string | null>(null);

  useEffect(() => {
    if (!session) return;
    const connected = clientOf(session, telegram);
    setClient(connected);
    setProblem(null);
    setLastName(session.devUser);
    const stop = connected.connection.subscribe(() => {
      const { status, refusal } = connected.connection.get();
      if (status !== 'refused') return;
      setProblem(ENDED[refusal?.code ?? ''] ?? 'The server ended this session.');
      forgetSession();
      setSession(null);
    });
    return () => {
      stop();
      connected.close();
      setClient(null);
    };
  }, [session, telegram]);

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

  if (!session && telegram) return <TelegramSignIn telegram={telegram} problem={problem} onSession={setSession} />;
  if (!session) return <SignIn problem={problem} lastName={lastName} onSession={setSession} />;
  return client && <Rooms client={client} token={() => session.token} telegram={telegram} onSignOut={telegram ? null : signOut} />;
}

interface Props {
  telegram: Telegram;
  problem: string | null;
  onSession: (session: Session) => void;
}

/** Telegram has said who this is; the server checks it and gives a token of ours. */
function TelegramSignIn({ telegram, problem, onSession }: Props) {
  const [error, setError] = useState(problem);
  const [tried, setTried] = useState(0);

  useEffect(() => {
    if (problem !== null && tried === 0) return; // The session was ended: not again by itself.
    let gone = false;
    logInByTelegram(telegram.initData).then(
      (token) => {
        if (gone) return;
        const room = roomIn(telegram.startParam);
        if (room !== null && location.hash === '') goToRoom(room);
        onSession(keepSession({ token, devUser: null }));
      },
      (fault: unknown) => {
        if (!gone) setError(fault instanceof TypeError ? 'The server cannot be reached.' : explain(new Refusal('unauthorized', (fault as Error).message)));
      },
    );
    return () => {
      gone = true;
    };
  }, [telegram, problem, tried, onSession]);

  return (
    <main className="empty telegram-signin" aria-label="Sign in">
      <PeopleIcon />
      {error === null ? (
        <p role="status">Signing in…</p>
      ) : (
        <>
          <p role="alert">{error} Close this and open it from Telegram again.</p>
          <button
            type="button"
            className="quiet"
            onClick={() => {
              setError(null);
              setTried(tried + 1);
            }}
          >
            Try again
          </button>
        </>
      )}
    </main>
  );
}
