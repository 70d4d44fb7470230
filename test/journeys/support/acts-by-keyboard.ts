import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../../../modules/platform/config/root';
import type { KeyboardAct } from './keyboard';

/** In daily use no element should be further away than this. */
const FAR = 40;
/** Of this run of one file, whose journeys follow one another. */
const ALL: KeyboardAct[] = [];

/** Prints how many acts and presses of Tab a journey took, and keeps it in `out/journeys` (docs/usability.md). */
export function keepActs(acts: readonly KeyboardAct[]): void {
  ALL.push(...acts);
  const journey = basename(expect.getState().testPath ?? '', '.journey.ts');
  const tabs = ALL.reduce((sum, one) => sum + one.tabs, 0);
  const furthest = ALL.toSorted((a, b) => b.tabs - a.tabs);
  const longest = furthest[0]!;
  const far = furthest.filter((one) => one.tabs > FAR);
  const folder = join(ROOT, 'out', 'journeys');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${journey}.keyboard.json`),
    JSON.stringify({ journey, acts: ALL.length, tabs, longest, far }, null, 1),
  );
  process.stdout.write(
    `by keyboard: ${journey}: ${ALL.length} acts, ${tabs} Tabs, longest ${longest.tabs} to ${longest.on}\n`,
  );
}
