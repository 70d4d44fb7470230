/** The few words that a renderer adds itself; frozen with the document, so a file can be made again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../platform/config/root';
import type { Language } from '../../platform/shared/actor';

export const LABEL_KEYS = [
  'contents',
  'page',
  'programme',
  'period',
  'audience',
  'version',
  'prepared_for',
  'prepared_by',
  'date',
  'synthetic',
  'synthetic_short',
  'not_applicable',
  'mark_small',
  'mark_protected',
  'mark_corrected',
  'note_small',
  'note_protected',
  'note_corrected',
  'withheld',
  'withheld_several',
  'withheld_corrected',
  'denominator',
  'key_figures',
  'summary_sheet',
  'csv_chapter',
  'csv_table',
  'csv_row',
  'csv_column',
  'csv_unit',
  'csv_value',
  'csv_note',
  'csv_delimiter',
  'csv_decimal',
  'unit_number',
  'unit_percent',
  'unit_date',
  'unit_text',
  'picture_hidden',
  'picture_map',
  'picture_no_region',
  'picture_before',
  'picture_target',
  'picture_up_to',
] as const;

export type LabelSet = Readonly<Record<(typeof LABEL_KEYS)[number], string>>;

/** From the translations, e.g. `labelSet((key) => t('report-document:' + key))`. */
export function labelSet(translate: (key: string) => string): LabelSet {
  return Object.fromEntries(LABEL_KEYS.map((key) => [key, translate(key)])) as LabelSet;
}

/** The house's own words, for who has no translator at hand. */
export function standardLabels(language: Language): LabelSet {
  const file = join(ROOT, 'templates', 'locales', language, 'report-document.json');
  const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return labelSet((key) => {
    const word = words[key];
    if (word === undefined) throw new Error(`no word for ${key} in ${language}`);
    return word;
  });
}

const house = new Map<Language, LabelSet>();

/**
 * The words of a document for a part in this language. What was frozen before a word was thought of
 * takes the house's.
 */
export function labelsIn(
  document: { readonly labels: LabelSet; readonly meta: { readonly language: Language } },
  language: Language,
): LabelSet {
  const own = house.get(language) ?? standardLabels(language);
  house.set(language, own);
  return language === document.meta.language ? { ...own, ...document.labels } : own;
}

/** Fills `{{name}}` in a label. */
export const fill = (label: string, values: Record<string, string | number>): string =>
  label.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));
