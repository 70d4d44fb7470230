import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root';

/** As package.json has it: the one place where it is written. */
export const { version: VERSION } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as { version: string };

/** Below, above or equal: negative, positive or 0. What follows a hyphen (0.2.0-rc.1) is left out. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [parts(one), parts(other)];
  const at = a.findIndex((part, place) => part !== b[place]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

function parts(version: string): number[] {
  const found = /^(\d+)\.(\d+)\.(\d+)(-|$)/.exec(version);
  if (!found) throw new Error(`"${version}" is no version like 1.2.3`);
  return found.slice(1, 4).map(Number);
}
