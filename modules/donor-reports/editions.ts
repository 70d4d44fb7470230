/** Editions of everything that shapes the files of a report, written down when it is frozen. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../platform/config/root';
import { VERSION } from '../platform/config/version';
import { LIST_NAMES, list } from '../reference-lists';
import { sha256 } from '../platform/shared/digest.rules';

const RENDERERS = [
  '@myriaddreamin/typst-ts-node-compiler',
  '@resvg/resvg-js',
  'csv-stringify',
  'docx',
  'echarts',
  'exceljs',
  'handlebars',
];
const FONTS = ['@expo-google-fonts/ibm-plex-sans', '@expo-google-fonts/ibm-plex-sans-arabic'];

let known: Record<string, unknown> | undefined;

export function editions(): Record<string, unknown> {
  known ??= readEditions();
  return known;
}

function readEditions(): Record<string, unknown> {
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const of = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, own.dependencies[name] ?? 'absent']));
  return {
    mawa: VERSION,
    node: process.versions.node,
    lists: Object.fromEntries(LIST_NAMES.map((name) => [name, list(name).version])),
    templates: digestOf(join(ROOT, 'templates', 'reports')),
    renderers: of(RENDERERS),
    fonts: of(FONTS),
  };
}

function digestOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return sha256(files.map((file) => `${sha256(readFileSync(file))}\n`).join(''));
}
