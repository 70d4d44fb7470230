/**
 * Run by `npm run build` and by tests: writes the document of the API beside the compiled application, or to the path
 * given. Working it out takes half a minute of a processor, so it is kept for as long as its sources stay the same.
 */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { documentPath } from '../../modules/api-docs';
import { ROOT } from '../../modules/platform/config/root';
import { withFolderLock } from '../../modules/platform/database/embedded/folder-lock';

const KEPT = join(ROOT, 'node_modules/.cache/api-document');
const LONGEST_MS = 240_000;

/** Of every source, of the sentences that make a word a code, and of the versions of libraries. */
function digestOfSources(): string {
  const folders = ['src', 'modules', 'migrations', 'templates/locales/fr'];
  const paths = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.spec)\.(ts|json)$/.test(path))
      .map((path) => join(folder, path)),
  );
  const hash = createHash('sha256');
  for (const path of [...paths.sort(), 'package.json', 'package-lock.json', 'tsconfig.json'])
    hash.update(path).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

async function make(path: string): Promise<void> {
  const { makeDocument } = await import('./document.js');
  rmSync(KEPT, { recursive: true, force: true });
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(makeDocument()));
  renameSync(`${path}.new`, path);
}

async function main([path = documentPath()]: string[]): Promise<void> {
  const kept = join(KEPT, `${digestOfSources()}.json`);
  const makeUnlessKept = async () => {
    if (!existsSync(kept)) await make(kept);
    copyFileSync(kept, `${path}.new`);
    renameSync(`${path}.new`, path); // Another test may be reading it.
  };
  mkdirSync(join(KEPT, '..'), { recursive: true });
  await withFolderLock(`${KEPT}.lock`, makeUnlessKept, LONGEST_MS);
}

void main(process.argv.slice(2));
