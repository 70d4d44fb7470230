import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ApiDocument } from '../../modules/api-docs';
import { ROOT } from '../../modules/platform/config/root';

/** Where the tests keep the compiled application (compiled.js). */
const COMPILED = join(ROOT, 'node_modules/.cache/mawa-tests');

export const documentFile = (): string => join(COMPILED, 'openapi.json');

/** The document of the sources as they are; whoever asks for it first makes it. */
export async function apiDocument(): Promise<ApiDocument> {
  await promisify(execFile)(process.execPath, [join(COMPILED, 'src/api-document/make.js')]);
  return JSON.parse(readFileSync(documentFile(), 'utf8')) as ApiDocument;
}
