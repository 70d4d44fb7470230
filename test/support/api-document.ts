import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ApiDocument } from '../../modules/api-docs';
import { ROOT } from '../../modules/platform/config/root';

/** Where the tests keep the compiled application (compiled.js). */
const COMPILED = join(ROOT, 'node_modules/.cache/mawa-tests');
const DOCUMENT = join(COMPILED, 'openapi.json');
const MADE_OF = join(COMPILED, 'openapi.made-of');
const LOCK = join(COMPILED, 'openapi.lock');

export const documentFile = (): string => DOCUMENT;

/** Of every source, as compiled.js has listed them, and of the sentences that make a word a code. */
function digest(): string {
  const hash = createHash('sha256').update(readFileSync(join(COMPILED, 'compiled.json')));
  const words = join(ROOT, 'templates/locales/fr');
  for (const name of readdirSync(words).sort()) hash.update(readFileSync(join(words, name)));
  return hash.update(readFileSync(join(ROOT, 'package-lock.json'))).digest('base64url');
}

const madeOf = (): string => (existsSync(MADE_OF) ? readFileSync(MADE_OF, 'utf8') : '');

/** The document of the sources as they are: made once, whichever worker asks for it first. */
export async function apiDocument(): Promise<ApiDocument> {
  const now = digest();
  for (let tries = 0; madeOf() !== now; tries += 1) {
    if (tries > 600) throw new Error(`${LOCK} is in the way`);
    if (await isLocked()) await sleep(500);
    else await make(now);
  }
  return JSON.parse(readFileSync(DOCUMENT, 'utf8')) as ApiDocument;
}

async function isLocked(): Promise<boolean> {
  try {
    mkdirSync(LOCK);
    return false;
  } catch {
    // Whoever was ended in the middle of it left it behind.
    const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > 240_000) rmSync(LOCK, { recursive: true, force: true });
    return true;
  }
}

async function make(now: string): Promise<void> {
  try {
    if (madeOf() === now) return;
    await promisify(execFile)(process.execPath, [join(COMPILED, 'src/api-document/make.js')]);
    writeFileSync(MADE_OF, now);
  } finally {
    rmdirSync(LOCK);
  }
}
