import Bowser from 'bowser';

/** Longest part of a User-Agent header that is read, in characters. */
const MOST_READ = 400;
const MOST_KEPT = 80;

/** Cache: asked for on each request, for few different browsers. */
const known = new Map<string, string | null>();
const MOST_KNOWN = 500;

/** Browser and operating system, as "Firefox, Windows"; null if the header names neither. */
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
