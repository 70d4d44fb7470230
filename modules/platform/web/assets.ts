/** Every file that a browser may fetch, by its public name; nothing else is served. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ROOT } from '../config/root';
import { FONT_WEIGHTS, SMALL_FONTS, smallFontPath, wholeFontPath } from './fonts.data';

const PUBLIC = join(ROOT, 'public');
const MODULES = join(ROOT, 'node_modules');

const ownFile = (name: string): string => join(PUBLIC, name);
const own = (): [string, string[]][] =>
  readdirSync(PUBLIC, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(svg|png)$/.test(entry.name))
    .map((entry) => [entry.name, [ownFile(entry.name)]]);

/** Sheets of the pages behind the sign-in, in the order of the cascade: shared ones first, then those of modules. */
const PAGE_SHEETS = [
  'fonts',
  'tokens',
  'mawa',
  'busy',
  'people',
  'person-picker',
  'search',
  'consents',
  'lists',
  'assessments',
  'house',
  'placing',
  'referrals',
  'services',
  'analyses',
  'api-docs',
  'budget',
  'capacity',
  'complaints',
  'costs',
  'dashboard',
  'documents',
  'hand-out',
  'health',
  'home',
  'hotline',
  'house-figures',
  'imports',
  'indicators',
  'inventory',
  'legal',
  'open-data',
  'partners',
  'training',
  'work',
  'projects',
  'recognition',
  'reconciliation',
  'returns',
  'reintegration',
  'report-definitions',
  'report-pages',
  'reproduction',
  'settings',
  'setup',
  'webhooks',
];
/** The bed board, night sheets and group placement: their short class names are theirs alone. */
const BOARD_SHEETS = ['board-grid', 'board', 'groups', 'night-sheet'];

const sheetFiles = (names: readonly string[]): string[] =>
  names.map((name) => ownFile(`${name}.css`));
const bootstrap = (name: string): string => join(MODULES, 'bootstrap', 'dist', 'css', name);
const report = join(ROOT, 'templates', 'reports', 'report.css');

const BUNDLES: Readonly<Record<string, readonly string[]>> = {
  'pages.css': [bootstrap('bootstrap.min.css'), ...sheetFiles(PAGE_SHEETS)],
  'pages.rtl.css': [bootstrap('bootstrap.rtl.min.css'), ...sheetFiles(PAGE_SHEETS)],
  'board.css': sheetFiles(BOARD_SHEETS),
  'open.css': [...sheetFiles(['fonts', 'tokens']), report, ownFile('open.css')],
  // Public complaint form: neither the page nor any address reveals its purpose.
  'mot.css': sheetFiles(['fonts', 'tokens', 'mot', 'busy']),
  'bare.css': sheetFiles(['bare']),
  'report.css': [report],
  'pages.js': [
    join(MODULES, 'htmx.org', 'dist', 'htmx.min.js'),
    ownFile('answers.js'),
    ownFile('mawa.js'),
    ownFile('kept-forms.js'),
    ownFile('form-drafts.js'),
    ownFile('passkeys.js'),
    ownFile('coming-days.js'),
    ownFile('listbox.js'),
    ownFile('person-picker.js'),
    ownFile('search-dialog.js'),
    ownFile('hotline.js'),
    ownFile('sent-forms.js'),
    ownFile('session-end.js'),
  ],
  'board.js': [ownFile('board.js')],
  'mot.js': [ownFile('mot.js'), ownFile('sent-forms.js')],
};

function fonts(): [string, string[]][] {
  const scripts = [
    ['ibm-plex-sans', 'latin'],
    ['ibm-plex-sans', 'latin-ext'],
    ['ibm-plex-sans-arabic', 'arabic'],
  ] as const;
  const whole = scripts.flatMap(([family, script]) =>
    FONT_WEIGHTS.map((weight): [string, string[]] => [
      `fonts/${script}-${weight}.woff2`,
      [wholeFontPath(family, script, weight)],
    ]),
  );
  // The build makes the small ones; where nothing was built the whole font does the same and weighs more.
  const small = SMALL_FONTS.flatMap(({ name, family, script }) =>
    FONT_WEIGHTS.map((weight): [string, string[]] => {
      const made = smallFontPath(name, weight);
      return [
        `fonts/${name}-${weight}.woff2`,
        [existsSync(made) ? made : wholeFontPath(family, script, weight)],
      ];
    }),
  );
  return [...whole, ...small];
}

/** By public name: the files that it is put together from. */
export const ASSETS: ReadonlyMap<string, readonly string[]> = new Map([
  ...own(),
  ...Object.entries(BUNDLES),
  ...fonts(),
]);

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export const assetType = (name: string): string => TYPES[extname(name)]!;

/** A script ends with its own line: the next one may not continue it. */
export const assetBytes = (name: string): Buffer =>
  Buffer.concat(
    ASSETS.get(name)!
      .flatMap((path) => [readFileSync(path), NEWLINE])
      .slice(0, -1),
  );
const NEWLINE = Buffer.from('\n');

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of [...ASSETS.keys()].sort()) hash.update(name).update(assetBytes(name));
  return hash.digest('hex').slice(0, 12);
}

/** Part of each asset URL, so that browsers can cache files for a year. */
export const ASSET_VERSION = fingerprint();

export function assetPath(name: string): string {
  if (!ASSETS.has(name)) throw new Error(`no asset named ${name}`);
  return `/assets/${ASSET_VERSION}/${name}`;
}
