/** Second sheet of a workbook: list, recipient, and excluded people. */
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { formatDate } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import type { ExportList } from './export-list.types';
import type { ExcludedPeople } from './excluded-people.rules';
import type { Recipient, ExportPurpose } from './recipients.rules';
import type { WorkbookNotes } from './write/xlsx.export';

interface ExportSummary {
  readonly list: ExportList;
  readonly lines: number;
  readonly leftOut: ExcludedPeople;
  readonly recipientName: string | null;
  readonly today: CivilDate;
  readonly now: Date;
}

export function notesOf(
  { language, to, why }: { language: Language; to: Recipient; why: ExportPurpose | null },
  { list, lines, leftOut, recipientName, today, now }: ExportSummary,
): WorkbookNotes {
  const say = (key: string, params: object = {}) =>
    translate(language, `exports:${key}`, { ...params });
  return {
    sheet: say('sheet'),
    notesSheet: say('notes.sheet'),
    at: now,
    count: lines,
    lines: [
      [say('notes.list'), translate(language, list.title)],
      [say('notes.day'), formatDate(today, language)],
      [say('notes.lines'), say('lines', { count: lines })],
      [say('notes.class'), say(`class_words.${list.class}`)],
      ...(list.class === 'case_list'
        ? ([
            [say('notes.to'), recipientName ?? say(`to.${to.kind}`)],
            [say('notes.why'), why ? say(`why.${why}`) : ''],
            [say('notes.left_out'), leftOutWords(leftOut, to, language)],
            [
              say('notes.person'),
              say(`notes.${to.kind === 'organisation' ? 'reference' : 'person'}_words`),
            ],
          ] as const)
        : []),
      [say('notes.hxl'), say('notes.hxl_words')],
    ],
  };
}

export function leftOutWords(
  { few, about }: ExcludedPeople,
  to: Recipient,
  language: Language,
): string {
  if (to.kind === 'office') return translate(language, 'exports:left_out.not_asked');
  const says = few ? 'few' : about > 0 ? 'about' : 'none';
  return translate(language, `exports:left_out.${says}`, { count: about });
}
