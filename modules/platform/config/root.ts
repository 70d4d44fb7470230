import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function isRoot(folder: string): boolean {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  return (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'mawa';
}

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (isRoot(folder)) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json named "mawa" above ${from}`);
  }
}

/** The folder of package.json: the same from src/ and from dist/, whatever the working directory. */
export const ROOT = findRoot(__dirname);
