/** Readings of a file in words: in which capacity, of which organisation, never by name. */
import { actWords } from '../../oversight';
import type { Language, Role } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { joinWords } from '../../platform/shared/punctuation.words';
import { typesetPdf, type PdfResult } from '../../platform/typeset/compile';
import { clean, isolate } from '../../platform/typeset/text';
import { TOKENS } from '../../platform/typeset/tokens';
import { formatInstant, formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { FileReader, FileReading, FileReadings } from './file-readers.service';

export function capacityOf(
  language: Language,
  {
    roles,
    organisation,
    bySystem = false,
  }: Pick<FileReading, 'roles' | 'organisation'> & { readonly bySystem?: boolean },
): string {
  if (bySystem) return translate(language, 'rights:readers.system');
  const words = joinWords(
    roles.map((role: Role) => translate(language, `common:role.${role}`)),
    language,
  );
  const known = words === '' ? translate(language, 'rights:readers.no_role') : words;
  return organisation ? `${known} — ${organisation}` : known;
}

export const readerView = (language: Language, reader: FileReader): object => ({
  ...reader,
  capacity: isolate(capacityOf(language, reader), language),
});

const wordsOf = (language: Language, { action }: FileReading): string =>
  action === null ? translate(language, 'rights:readers.work') : actWords(language, action);

export const readingView = (language: Language, reading: FileReading): object => ({
  ...reading,
  words: wordsOf(language, reading),
  capacity: isolate(capacityOf(language, reading), language),
  isDone: reading.outcome === 'done',
});

export interface ReadersPaper {
  readonly language: Language;
  readonly programme: string;
  readonly synthetic: boolean;
  readonly on: CivilDate;
  readonly offsetMinutes: number;
}

/** For the person, in the language that they read; laid out as their whole file. */
export const readersPdf = (found: FileReadings, paper: ReadersPaper): Promise<PdfResult> =>
  typesetPdf('case-file', pagesOf(found, paper), paper.on);

function pagesOf(
  { caseNumber, readings, readers }: FileReadings,
  { language, programme, synthetic, on, offsetMinutes }: ReadersPaper,
) {
  const say = (text: string): string => isolate(clean(text), language);
  const words = (key: string, params: object = {}) =>
    say(translate(language, `rights:readers.${key}`, { ...params }));
  const ofFile = (key: string, params: object = {}) =>
    say(translate(language, `rights:file.${key}`, { ...params }));
  const instant = (at: Date) => formatInstant(at, language, offsetMinutes);
  const [year, month, day] = on.split('-').map(Number);
  const sections = [
    {
      title: words('by_reader'),
      facts: readers.map((reader) => ({
        label: words('reader', { number: reader.reader }),
        value: say(
          `${capacityOf(language, reader)} — ${translate(language, 'rights:readers.times', { count: reader.times })}`,
        ),
      })),
      lines: [],
    },
    {
      title: words('each'),
      facts: readings.map((reading) => ({
        label: say(instant(reading.at)),
        value: say(lineOf(language, reading)),
      })),
      lines: [],
    },
  ];
  return {
    title: words('title_of_file'),
    programme: say(programme),
    number: caseNumber,
    number_label: ofFile('number'),
    made: ofFile('made_on', { day: formatLongDate(on, language) }),
    lead: words('file_lead'),
    rights: ofFile('rights'),
    none: ofFile('nothing'),
    synthetic: synthetic ? ofFile('synthetic') : null,
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    date: { year, month, day },
    page: translate(language, 'rights:file.page').split(/\{\{pages?\}\}/),
    tokens: TOKENS,
    sections: sections.filter(({ facts }) => facts.length > 0),
  };
}

function lineOf(language: Language, reading: FileReading): string {
  const { reader, outcome, isBreakGlass, isExport } = reading;
  const marks = [
    isBreakGlass && 'break_glass',
    isExport && 'export',
    outcome !== 'done' && 'refused',
  ].filter((mark): mark is string => Boolean(mark));
  return [
    wordsOf(language, reading),
    capacityOf(language, reading),
    ...(reader === null ? [] : [translate(language, 'rights:readers.reader', { number: reader })]),
    ...marks.map((mark) => translate(language, `rights:readers.mark.${mark}`)),
  ].join(' — ');
}
