import Bowser from 'bowser';

/** What is read of a name; browsers say less. */
const MOST_READ = 400;
const MOST_KEPT = 80;

/** Browser and system in words, as "Firefox, Windows"; null where the name says neither. */
export function deviceName(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const { browser, os } = Bowser.parse(userAgent.slice(0, MOST_READ));
  const name = [browser.name, os.name].filter(Boolean).join(', ');
  return name === '' ? null : name.slice(0, MOST_KEPT);
}
