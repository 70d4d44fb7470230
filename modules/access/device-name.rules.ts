import Bowser from 'bowser';

/** What is read of a name; browsers say less. */
const MOST_READ = 400;
const MOST_KEPT = 80;

/** Asked with each request, of few browsers. */
const known = new Map<string, string | null>();
const MOST_KNOWN = 500;

/** Browser and system in words, as "Firefox, Windows"; null where the name says neither. */
export function deviceName(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const text = userAgent.slice(0, MOST_READ);
  const before = known.get(text);
  if (before !== undefined) return before;
  const { browser, os } = Bowser.parse(text);
  const name = [browser.name, os.name].filter(Boolean).join(', ').slice(0, MOST_KEPT) || null;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, name);
  return name;
}
