/** Every file that a browser may fetch, by its public name; nothing else is served. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../config/root';

const PUBLIC = join(ROOT, 'public');
const MODULES = join(ROOT, 'node_modules');

const own = (): [string, string][] =>
  readdirSync(PUBLIC, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(css|js|svg|png)$/.test(entry.name))
    .map((entry) => [entry.name, join(PUBLIC, entry.name)]);

const bootstrap = (): [string, string][] =>
  ['bootstrap.min.css', 'bootstrap.rtl.min.css'].map((name) => [
    name,
    join(MODULES, 'bootstrap', 'dist', 'css', name),
  ]);

function fonts(): [string, string][] {
  const families: [string, string[]][] = [
    ['ibm-plex-sans', ['latin', 'latin-ext']],
    ['ibm-plex-sans-arabic', ['arabic']],
  ];
  return families.flatMap(([family, scripts]) =>
    scripts.flatMap((script) =>
      [400, 500, 600].map((weight): [string, string] => {
        const name = `${family}-${script}-${weight}-normal.woff2`;
        return [`fonts/${name}`, join(MODULES, '@fontsource', family, 'files', name)];
      }),
    ),
  );
}

export const ASSETS: ReadonlyMap<string, string> = new Map([
  ...own(),
  ...bootstrap(),
  ...fonts(),
  ['report.css', join(ROOT, 'templates', 'reports', 'report.css')] as [string, string],
  ['htmx.min.js', join(MODULES, 'htmx.org', 'dist', 'htmx.min.js')] as [string, string],
]);

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const [name, path] of [...ASSETS].sort()) hash.update(name).update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
}

/** Stands in each address, so that a browser keeps a file for a year and never an old one. */
export const ASSET_VERSION = fingerprint();

export function assetPath(name: string): string {
  if (!ASSETS.has(name)) throw new Error(`no asset named ${name}`);
  return `/assets/${ASSET_VERSION}/${name}`;
}
