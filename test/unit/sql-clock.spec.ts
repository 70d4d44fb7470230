import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../modules/platform/config/root';

const FORBIDDEN =
  /\b(now\(\)|current_date|current_timestamp|current_time\b|localtimestamp|localtime\b|clock_timestamp\(\)|statement_timestamp\(\)|transaction_timestamp\(\)|timeofday\(\))/i;

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(ts|sql)$/.test(path) && !path.endsWith('.spec.ts')) yield path;
  }
}

/** SQL files as they are; of TypeScript what stands in quotes, since `clock.now()` is code and not SQL. */
const sqlIn = (path: string): string[] => {
  const source = readFileSync(join(ROOT, path), 'utf8');
  if (path.endsWith('.sql')) return [source.replaceAll(/--.*$/gm, '')];
  return source.match(/`[^`]*`|'[^'\n]*'/g) ?? [];
};

it('no statement asks the server what time it is', () => {
  const found = [...sources('migrations'), ...sources('modules'), ...sources('src')]
    // Health compares the clock of the server; a signature is bound to its transaction by the server's own instant.
    .filter(
      (path) => !path.endsWith('health/health.facts.ts') && !path.endsWith('reach_signature.sql'),
    )
    .flatMap((path) =>
      sqlIn(path)
        .filter((text) =>
          FORBIDDEN.test(text.replaceAll('mawa_now()', '').replaceAll(/\$\{[^}]*\}/g, '')),
        )
        .map((text) => `${path}: ${text.slice(0, 80)}`),
    );
  expect(found).toEqual([]);
});
