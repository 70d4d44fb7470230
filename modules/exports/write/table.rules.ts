/** Table for all writers: headings, hashtags, formatting of values. */
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { ExportWords, ColumnKind } from '../export-list.types';
import type { WrittenColumn } from '../export.queries';

export interface TableColumn {
  readonly head: string;
  readonly hxl: string;
  readonly kind: ColumnKind;
  /** Label of a code; an unknown code is shown itself. */
  readonly say: (code: string) => string;
}

/** As the database writes each value. */
export type Row = readonly (string | null)[];

export interface Table {
  readonly language: Language;
  readonly words: 'labels' | 'codes';
  readonly columns: readonly TableColumn[];
}

const CODED: readonly ColumnKind[] = ['code', 'codes', 'yes_no'];

export function tableOf(
  columns: readonly WrittenColumn[],
  words: ReadonlyMap<string, ExportWords>,
  language: Language,
  saidIn: Table['words'],
): Table {
  const yesNo = { t: translate(language, 'exports:yes'), f: translate(language, 'exports:no') };
  const plain = { t: 'true', f: 'false' };
  return {
    language,
    words: saidIn,
    columns: columns.map(({ key, label, hxl, kind }) => {
      const known = words.get(key);
      const truth = saidIn === 'codes' ? plain : yesNo;
      const sayOne = (code: string): string =>
        saidIn === 'codes' ? code : (known?.get(code)?.[language] ?? code);
      return {
        head: saidIn === 'codes' ? key : translate(language, label),
        hxl: hashtagsOf(hxl, kind, saidIn),
        kind,
        say:
          kind === 'yes_no'
            ? (code) => truth[code as 't' | 'f']
            : kind === 'codes'
              ? (list) =>
                  list
                    .split(' ')
                    .map(sayOne)
                    .join(saidIn === 'codes' ? '|' : ' · ')
              : sayOne,
      };
    }),
  };
}

/** Adds `+name` to the hashtag for labels, `+code` for codes. */
function hashtagsOf(hxl: string, kind: ColumnKind, saidIn: Table['words']): string {
  if (!CODED.includes(kind) || kind === 'yes_no') return hxl;
  return `${hxl}+${saidIn === 'codes' ? 'code' : 'name'}`;
}

/** Removes characters that no program can display; text that looks like a formula stays text. */
export const clean = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)
    ? // oxlint-disable-next-line no-control-regex
      text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    : text;

/** Whether a text can be written as it is: letters, digits, spaces and harmless signs, no formula. */
const HARMLESS = /^[\p{L}\p{N}][\p{L}\p{N} .·’()/-]*$/u;
export const isHarmless = (text: string): boolean => HARMLESS.test(text);
