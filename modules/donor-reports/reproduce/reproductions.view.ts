/** View of a reproduction: files first, then changed figures with their causes. */
import { type Language, LANGUAGES } from '../../platform/shared/actor';
import { hasSentence, keyOfCode, translate } from '../../platform/web/i18n';
import { standardLabels, writeCell, REPORT_FORMATS } from '../../report-documents';
import { pathOf } from '../trace/trace.view';
import type { NamedMove } from './figure-comparison.service';
import {
  valuesDiffer,
  type SavedReproduction,
  type ReproductionsOfReport,
} from './save-reproductions.service';
import { shapesFiles } from './editions-moved.rules';
import type { FoundCause } from './moved-figures.rules';

export function reproductionModel(found: ReproductionsOfReport, language: Language) {
  const { reportId: id, job, reproductions, frozenAt } = found;
  const isWorking = job !== null && ['waiting', 'running'].includes(job.state);
  const hasFailed = !isWorking && job !== null && job.state !== 'done';
  const [last, ...earlier] = reproductions;
  return {
    id,
    frozenAt,
    isWorking,
    job,
    mayMake: found.isFrozen && !isWorking,
    failure: hasFailed ? failureOf(job, language) : null,
    last: last ? answerModel(last, found, language) : null,
    earlier: earlier.map((one) => ({
      at: one.at,
      by: one.by,
      filesSame: one.filesSame,
      filesKept: one.filesKept,
      figuresMoved: one.figuresMoved,
      same: isWhole(one),
    })),
  };
}

const isWhole = ({ documentSame, filesSame, filesKept }: SavedReproduction): boolean =>
  documentSame && filesSame === filesKept;

function answerModel(
  one: SavedReproduction,
  { reportId: id, files }: ReproductionsOfReport,
  language: Language,
) {
  const moved = one.moved.filter(valuesDiffer).map((move) => moveModel(move, id, language));
  const differs = new Set(one.filesDiffer.map(({ format, language: of }) => `${format}/${of}`));
  return {
    at: one.at,
    by: one.by,
    documentSame: one.documentSame,
    same: isWhole(one),
    filesSame: one.filesSame,
    filesKept: one.filesKept,
    filesDiffer: one.filesKept - one.filesSame,
    languages: LANGUAGES.filter((of) => files.some((file) => file.language === of)),
    formats: REPORT_FORMATS.map((format) => ({
      format,
      cells: LANGUAGES.filter((of) => files.some((file) => file.language === of)).map((of) => ({
        code: of,
        same: !differs.has(`${format}/${of}`),
      })),
    })),
    editions: one.editionsMoved.map(({ name, kept, today }) => ({
      name: editionName(name, language),
      kept: short(kept),
      today: short(today),
    })),
    editionsShape: one.editionsMoved.some(shapesFiles),
    tables: byTable(moved),
    movedCount: moved.length,
    stayed: one.moved
      .filter((move) => !valuesDiffer(move))
      .map((move) => moveModel(move, id, language)),
    erasedSince: one.erasedSince,
  };
}

export function moveModel({ words, shape, ...move }: NamedMove, id: string, language: Language) {
  const labels = standardLabels(language);
  const { table, row, column } = words[language];
  return {
    table,
    row,
    column,
    path: pathOf(id, move.figure),
    then: writeCell(move.then, shape, language, labels),
    now: writeCell(move.now, shape, language, labels),
    causes: move.causes.map((cause) => causeText(cause, language)),
  };
}

export const causeText = ({ cause, rows }: FoundCause, language: Language): string =>
  rows === null
    ? translate(language, `reproductions:cause_alone.${cause}`)
    : translate(language, `reproductions:cause.${cause}`, { count: rows });

function byTable(moves: readonly ReturnType<typeof moveModel>[]) {
  const tables = new Map<string, ReturnType<typeof moveModel>[]>();
  for (const move of moves) tables.set(move.table, [...(tables.get(move.table) ?? []), move]);
  return [...tables].map(([title, rows]) => ({ title, rows }));
}

const SHORT = 12;
const short = (edition: string | null): string =>
  edition && edition.length > 2 * SHORT ? `${edition.slice(0, SHORT)}…` : (edition ?? '—');

export function editionName(name: string, language: Language): string {
  const [part, ...rest] = name.split('.');
  const word = translate(language, `reproductions:edition.${part}`);
  return rest.length ? `${word} ${rest.join('.')}` : word;
}

function failureOf(
  { state, errorCode }: NonNullable<ReproductionsOfReport['job']>,
  language: Language,
): string {
  const said = translate(language, `jobs:state.${state}`);
  const key = errorCode && keyOfCode(errorCode);
  return key && hasSentence(key) ? `${said}. ${translate(language, key)}` : said;
}
