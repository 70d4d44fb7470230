import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { CORE_SCHEMA, loadAll, mergeTag } from 'js-yaml';

const DEPLOY = resolve(__dirname, '../../../deploy');

export interface DeployFile {
  readonly path: string;
  readonly text: string;
}

/** Each file of deploy/ whose name fits. */
export function deployFiles(name: RegExp): DeployFile[] {
  return readdirSync(DEPLOY, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: relative(DEPLOY, path), text: readFileSync(path, 'utf8') }));
}

export const deployFile = (path: string): string => readFileSync(join(DEPLOY, path), 'utf8');
export const deployPath = (path: string): string => join(DEPLOY, path);

type Tree = { readonly [key: string]: unknown };
/** YAML 1.2, with the keys `<<` that compose.yaml shares its parts by. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag);
export const documentsOf = (text: string): Tree[] => loadAll(text, { schema: SCHEMA }) as Tree[];

/** Every object of a document that has this key, wherever it stands. */
export function objectsWith(key: string, tree: unknown): Tree[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const inside = Object.values(tree).flatMap((value) => objectsWith(key, value));
  return key in tree ? [tree as Tree, ...inside] : inside;
}

/** A directive of a systemd unit, as often as it stands there. */
export const directives = (unit: string, name: string): string[] =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value!);
