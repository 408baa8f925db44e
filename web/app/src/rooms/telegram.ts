/** What of `window.Telegram.WebApp` is used. */
interface WebApp {
  initData: string;
  themeParams?: Theme;
  colorScheme?: 'light' | 'dark';
  safeAreaInset?: Inset;
  contentSafeAreaInset?: Inset;
  BackButton?: { show: () => void; hide: () => void; onClick: (listener: () => void) => void; offClick: (listener: () => void) => void };
  ready?: () => void;
  expand?: () => void;
  onEvent?: (name: string, listener: () => void) => void;
}

type Theme = Readonly<Record<string, string | undefined>>;
type Inset = Readonly<Partial<Record<Side, number>>>;
type Side = 'top' | 'right' | 'bottom' | 'left';

/** The page was opened as a Mini App. */
export interface Telegram {
  /** As Telegram signed it; the server checks it. */
  initData: string;
  /** What the link to the app named, such as `room_2`. */
  startParam: string | null;
  /** Whether Telegram draws the button that leads back. */
  hasBackButton: boolean;
  /** Shows that button for as long as there is somewhere to go back to. @return a function that hides it */
  back: (listener: () => void) => () => void;
}

/** From our own origin, and only where Telegram has opened the page. */
const SCRIPT = '/main-rooms/telegram-web-app.js';
const SCRIPT_WITHIN_MS = 4000;
const KEPT = 'klatch.telegram';
const DEVICE = 'klatch.device';

/** What Telegram appends to the address; it is gone after a reload, so the tab remembers it. */
export function launchParams(hash: string, kept: Storage = sessionStorage): URLSearchParams | null {
  const given = new URLSearchParams(hash.slice(1));
  if (given.has('tgWebAppData')) {
    kept.setItem(KEPT, hash.slice(1));
    return given;
  }
  const before = kept.getItem(KEPT);
  return before === null ? null : new URLSearchParams(before);
}

/** @return null when this is an ordinary browser */
export async function openTelegram(): Promise<Telegram | null> {
  const launch = launchParams(location.hash);
  if (!launch) return null;
  await loadScript();
  const app = (window as { Telegram?: { WebApp?: WebApp } }).Telegram?.WebApp ?? null;
  // What follows the # is ours from now on.
  if (location.hash.includes('tgWebAppData')) history.replaceState(null, '', location.pathname + location.search);
  const dress = () => dressIn(app?.themeParams ?? themeIn(launch), app);
  dress();
  for (const event of ['themeChanged', 'safeAreaChanged', 'contentSafeAreaChanged']) app?.onEvent?.(event, dress);
  app?.ready?.();
  app?.expand?.();
  return {
    initData: app?.initData || (launch.get('tgWebAppData') ?? ''),
    startParam: launch.get('tgWebAppStartParam'),
    hasBackButton: app?.BackButton !== undefined,
    back: (listener) => backButton(app, listener),
  };
}

function loadScript(): Promise<void> {
  return new Promise((done) => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.onload = script.onerror = () => done();
    setTimeout(done, SCRIPT_WITHIN_MS);
    document.head.append(script);
  });
}

function backButton(app: WebApp | null, listener: () => void): () => void {
  const button = app?.BackButton;
  if (!button) return () => {};
  button.onClick(listener);
  button.show();
  return () => {
    button.offClick(listener);
    button.hide();
  };
}

function themeIn(launch: URLSearchParams): Theme {
  try {
    const theme: unknown = JSON.parse(launch.get('tgWebAppThemeParams') ?? '{}');
    return theme !== null && typeof theme === 'object' ? (theme as Theme) : {};
  } catch {
    return {};
  }
}

/** Telegram's colours and the page's names for them; telegram.css makes the rest out of these. */
const COLOURS: Readonly<Record<string, string>> = {
  bg_color: '--tg-bg',
  secondary_bg_color: '--tg-page',
  text_color: '--tg-text',
  hint_color: '--tg-hint',
  link_color: '--tg-link',
  button_color: '--tg-button',
  button_text_color: '--tg-button-text',
};
const COLOUR = /^#[0-9a-f]{6}$/i;

function dressIn(theme: Theme, app: WebApp | null): void {
  const { style, dataset } = document.documentElement;
  for (const [theirs, ours] of Object.entries(COLOURS)) {
    const value = theme[theirs];
    if (value && COLOUR.test(value)) style.setProperty(ours, value);
  }
  const background = theme['bg_color'];
  dataset['telegram'] = background && COLOUR.test(background) ? 'themed' : 'plain';
  const scheme = app?.colorScheme ?? (background && COLOUR.test(background) ? schemeOf(background) : null);
  if (scheme) dataset['scheme'] = scheme;
  for (const side of ['top', 'right', 'bottom', 'left'] as const) {
    const inset = (app?.safeAreaInset?.[side] ?? 0) + (app?.contentSafeAreaInset?.[side] ?? 0);
    style.setProperty(`--inset-${side}`, `${inset}px`);
  }
}

/** By how light the background is, weighed as eyes do. */
export function schemeOf(colour: string): 'light' | 'dark' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? 'dark' : 'light';
}

/** What Telegram gave to this tab is of use to no other. */
function device(): string {
  const kept = sessionStorage.getItem(DEVICE) ?? crypto.randomUUID();
  sessionStorage.setItem(DEVICE, kept);
  return kept;
}

/** @return our own token for who Telegram says this is, of the tenant that the address names (`?tenant=`) */
export async function logInByTelegram(initData: string): Promise<string> {
  const tenant = new URLSearchParams(location.search).get('tenant');
  const response = await fetch('/v1/auth/telegram', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ init_data: initData, device: device(), ...(tenant ? { tenant_id: tenant } : {}) }),
  });
  const answer = (await response.json().catch(() => ({}))) as { token?: string; message?: string };
  if (!response.ok || !answer.token) throw new Error(answer.message ?? `the server answered ${response.status}`);
  return answer.token;
}

/** The room that a link to the app names: `room_2` or `2`. */
export function roomIn(startParam: string | null): number | null {
  const match = /^(?:room[_-]?)?(\d{1,15})$/.exec(startParam ?? '');
  return match ? Number(match[1]) : null;
}
