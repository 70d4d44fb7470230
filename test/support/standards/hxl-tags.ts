/** Hashtags of HXL against the published list: the hashtag must be of it, attributes may be our own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ROOT } from '../../../modules/platform/config/root';

const LIST: { hashtag: string; attribute: string }[] = parse(
  readFileSync(join(ROOT, 'test/fixtures/standards/hxl-hashtags.csv')),
  { columns: true },
);
const HASHTAGS = new Set(
  LIST.map(({ hashtag }) => hashtag).filter((tag) => tag.startsWith('#') && !tag.includes('?')),
);

const TAG = /^#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*$/;

export const isHxlTag = (tag: string): boolean => TAG.test(tag) && HASHTAGS.has(tag.split('+')[0]!);
/** Finer than a region is no place for a file of ours. */
export const isPlaceTooFine = (tag: string): boolean => /^#(adm[2-9]|loc|geo)\b/.test(tag);
