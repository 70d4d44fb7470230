import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../modules/platform/config/root';

/** As package.json has it: the one place where it is written. */
export const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
