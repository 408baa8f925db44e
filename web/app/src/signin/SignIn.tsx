import { type FormEvent, useState } from 'react';
import { keepSession, requestDevToken, type Session } from '../lib/session';
import { BubbleIcon } from '../ui/icons';

interface Props {
  problem: string | null;
  /** The name of the session that ended; null when it had come by a token. */
  lastName: string | null;
  onSession: (session: Session) => void;
}

/** Asks for a name; on a server outside its development mode, for a token. */
export function SignIn({ problem, lastName, onSession }: Props) {
  const [way, setWay] = useState<'name' | 'token'>(problem && lastName === null ? 'token' : 'name');
  const [value, setValue] = useState(lastName ?? '');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(problem);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const text = value.trim();
    if (!text) return;
    setError(null);
    if (way === 'token') {
      onSession(keepSession({ token: text, devUser: null }));
      return;
    }
    setBusy(true);
    try {
      const token = await requestDevToken(text);
      if (token) {
        onSession(keepSession({ token, devUser: text }));
        return;
      }
      change('token');
      setError('This server gives no tokens to visitors. Paste the one you were given.');
    } catch (fault) {
      setError(fault instanceof TypeError ? 'The server cannot be reached.' : (fault as Error).message);
    }
    setBusy(false);
  }

  function change(to: 'name' | 'token') {
    setWay(to);
    setValue('');
    setError(null);
  }

  return (
    <main className="signin">
      <form onSubmit={(event) => void submit(event)} aria-label="Sign in">
        <span className="logo">
          <BubbleIcon />
        </span>
        <h1>Klatch</h1>
        <label htmlFor="identity">{way === 'name' ? 'Choose a name' : 'Your token'}</label>
        {way === 'name' ? (
          <input
            id="identity"
            autoFocus
            required
            maxLength={64}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            aria-describedby="identity-hint"
          />
        ) : (
          <textarea
            id="identity"
            autoFocus
            required
            rows={4}
            spellCheck={false}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            aria-describedby="identity-hint"
          />
        )}
        <p id="identity-hint" className="hint">
          {way === 'name'
            ? 'Others reach you by this name, exactly as you write it.'
            : 'A JSON Web Token. It stays in this tab.'}
        </p>
        <p className="error" role="alert">
          {error}
        </p>
        <button type="submit" className="primary" disabled={busy || !value.trim()}>
          {way === 'name' ? 'Continue' : 'Sign in'}
        </button>
        <button type="button" className="quiet" onClick={() => change(way === 'name' ? 'token' : 'name')}>
          {way === 'name' ? 'I have a token' : 'Use a name instead'}
        </button>
      </form>
    </main>
  );
}
