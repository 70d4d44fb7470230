/** Pages of an import: columns with samples, recognised values, errors. */
import type { Language } from '../platform/shared/actor';
import { shortenForMessage } from '../platform/shared/clean-text.rules';
import { formatDate } from '../platform/web/format';
import { keyOfCode, translate } from '../platform/web/i18n';
import { LEFT_OUT, UNDECIDED } from './columns.rules';
import type { ImportRunView } from './import-runs.service';
import type { ListField, ImportList } from './import-list.types';
import { ENCODINGS } from './reading/table.rules';
import type { ImportRun } from './runs/runs.queries';
import type { ImportPreview } from './runs/run-seals.service';
import { dayIn, isNothing, yesOrNo } from './words/cells.rules';
import { colonOf } from '../platform/shared/punctuation.words';

const SAMPLES = 3;
const SHOWN_ERRORS = 100;

export const listChoices = (lists: readonly ImportList[], language: Language) =>
  lists
    .map(({ name, title }) => ({ value: name, label: translate(language, title) }))
    .sort((a, b) => rankOf(a.value) - rankOf(b.value) || a.label.localeCompare(b.label, language));

/** Order of the lists: initial set-up first, then monthly lists, then records from before Mawa. */
const BEGINNING = ['organisations', 'beds', 'people'];
function rankOf(list: string): number {
  const place = BEGINNING.indexOf(list);
  if (place !== -1) return place;
  return list.startsWith('past-') ? BEGINNING.length + 1 : BEGINNING.length;
}

/** "Arabic (Windows-1256)": a person knows the language of the file, seldom the name of its encoding. */
export const encodingChoices = (language: Language) =>
  ENCODINGS.map((value) => ({ value, label: translate(language, `imports:encoding.${value}`) }));

export const runRow = (
  { id, madeAt, maker, state, rows, written, list }: Omit<ImportRun, 'sealed'>,
  title: string | undefined,
  language: Language,
) => ({
  id,
  path: `/imports/${id}`,
  madeAt,
  maker,
  rows,
  written,
  state,
  listLabel: title ? translate(language, title) : list,
  stateLabel: translate(language, `imports:state.${state}`),
});

export function columnRows(list: ImportList, sketch: ImportPreview, language: Language) {
  const choices = [
    ...[...list.fields].map(({ key, label, required }) => ({
      value: key,
      label: translate(language, label) + (required ? ' *' : ''),
    })),
  ];
  return sketch.headings.map((heading, place) => {
    const value = sketch.columns[place] ?? UNDECIDED;
    return {
      place,
      value,
      choices,
      name: `columns.${place}`,
      heading: heading === '' ? null : shortenForMessage(heading),
      undecided: value === UNDECIDED,
      leftOut: value === LEFT_OUT,
      samples: sketch.first
        .map(({ cells }) => cells[place] ?? '')
        .filter((cell) => cell.trim() !== '')
        .slice(0, SAMPLES)
        .map(shortenForMessage),
    };
  });
}

/** The first rows as they would be read: days, yes and no, and choices in the words of Mawa. */
export function understoodRows(list: ImportList, sketch: ImportPreview, language: Language) {
  const fields = new Map(list.fields.map((field) => [field.key, field]));
  const used = sketch.columns.flatMap((key, place) => {
    const field = key === null ? undefined : fields.get(key);
    return field ? [{ field, place }] : [];
  });
  return {
    heads: used.map(({ field }) => translate(language, field.label)),
    rows: sketch.first.map(({ row, cells }) => ({
      row,
      cells: used.map(({ field, place }) => understood(field, cells[place] ?? '', language)),
    })),
  };
}

function understood(field: ListField, cell: string, language: Language): string {
  if (isNothing(cell)) return '–';
  if (field.understood) return field.understood(cell, language) ?? shortenForMessage(cell);
  if (field.kind === 'date') {
    const day = dayIn(cell);
    return day === null || day === 'two_digits'
      ? shortenForMessage(cell)
      : formatDate(day, language);
  }
  const yes = field.kind === 'yes_no' ? yesOrNo(cell) : undefined;
  if (yes !== undefined) return translate(language, yes ? 'imports:yes' : 'imports:no');
  return shortenForMessage(cell);
}

export function resultOf({ result }: ImportPreview, language: Language) {
  if (!result) return null;
  const errors = result.errors.slice(0, SHOWN_ERRORS);
  return {
    rows: result.rows,
    good: result.errors.length === 0,
    badRows: result.badRows,
    goodRows: result.rows - result.badRows,
    kinds: result.kinds.map(({ label, rows }) => ({ label: translate(language, label), rows })),
    errors: errors.map(({ row, column, code, params }) => ({
      where: row === 0 ? translate(language, 'imports:whole_file') : String(row),
      // Formatted again, since the reader may have changed the language after the trial.
      column,
      sentence: translate(language, keyOfCode(code), { ...params }),
    })),
    more: result.errorCount - errors.length,
  };
}

export const aboutFile = (
  { run }: ImportRunView,
  sketch: ImportPreview,
  language: Language,
  list?: ImportList,
): string =>
  [
    ...(list?.fields ?? []).flatMap(({ key, label }) => {
      const said = sketch.given?.[key];
      return said === undefined ? [] : [`${translate(language, label)}${colonOf(language)}${said}`];
    }),
    translate(language, 'imports:rows', { count: run.rows }),
    run.media.toUpperCase(),
    sketch.encoding ? translate(language, `imports:encoding.${sketch.encoding}`) : null,
    sketch.sheet === null
      ? null
      : translate(language, 'imports:sheet', { name: shortenForMessage(sketch.sheet) }),
  ]
    .filter(Boolean)
    .join(' · ');
