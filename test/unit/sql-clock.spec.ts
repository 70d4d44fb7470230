import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/config/root';

const FORBIDDEN =
  /\b(now\(\)|current_date|current_timestamp|current_time\b|localtimestamp|localtime\b|clock_timestamp\(\)|statement_timestamp\(\)|transaction_timestamp\(\)|timeofday\(\))/i;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (path.endsWith('.ts') && !path.endsWith('.spec.ts')) yield path;
  }
}

/** Text in quotes: where SQL lives. Comments and calls such as `clock.now()` are code, not SQL. */
const strings = (source: string): string[] => source.match(/`[^`]*`|'[^'\n]*'/g) ?? [];

it('no statement asks the server what time it is', () => {
  const found = [...sources('migrations'), ...sources('modules'), ...sources('src')]
    .filter((path) => !path.includes('doctor.command'))
    .flatMap((path) =>
      strings(readFileSync(join(ROOT, path), 'utf8'))
        .filter((text) =>
          FORBIDDEN.test(text.replaceAll('mawa_now()', '').replaceAll(/\$\{[^}]*\}/g, '')),
        )
        .map((text) => `${path}: ${text.slice(0, 80)}`),
    );
  expect(found).toEqual([]);
});
