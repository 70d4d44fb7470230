/** The whole file as a document that a person can read, in the language they read. */
import { exploitationFacts, factsOf, identitySections } from '../../beneficiaries';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { typesetPdf, type PdfResult } from '../../platform/typeset/compile';
import { clean, isolate } from '../../platform/typeset/text';
import { TOKENS } from '../../platform/typeset/tokens';
import { formatDate, formatLongDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { WholeFile } from './whole-file.service';

export interface WholeFilePdfOptions {
  readonly language: Language;
  readonly programme: string;
  readonly synthetic: boolean;
  readonly on: CivilDate;
  readonly offsetMinutes: number;
}

export const wholeFilePdf = (whole: WholeFile, paper: WholeFilePdfOptions): Promise<PdfResult> =>
  typesetPdf('case-file', pagesOf(whole, paper), paper.on);

function pagesOf(
  whole: WholeFile,
  { language, programme, synthetic, on, offsetMinutes }: WholeFilePdfOptions,
) {
  const say = (text: string): string => isolate(clean(text), language);
  const words = (key: string, params: object = {}) =>
    say(translate(language, `rights:file.${key}`, { ...params }));
  const facts = (list: readonly { label: string; value: string }[]) =>
    list.map(({ label, value }) => ({ label: say(label), value: say(value) }));
  const sections = [
    ...identitySections(whole.identity, language).map((section) => ({
      title: say(section.title),
      facts: facts(section.facts),
      lines: [],
    })),
    {
      title: words('known'),
      facts: facts([...factsOf(whole.file, language), ...exploitationFacts(whole.file, language)]),
      lines: [],
    },
    {
      title: say(translate(language, 'classification:title')),
      facts: facts(whole.classification),
      lines: [],
    },
    {
      title: words('happened'),
      facts: [...whole.timeline]
        .reverse()
        .map((entry) => ({
          label: say(formatDate(entry.at, language, offsetMinutes)),
          value: say(entry.sentence(language)),
        })),
      lines: [],
    },
    ...whole.sections.map((section) => ({
      title: say(section.title),
      facts: facts(section.facts),
      lines: [],
      wide: true,
    })),
    { title: words('written'), facts: [], lines: textsOf(whole).map(say) },
  ];
  const [year, month, day] = on.split('-').map(Number);
  return {
    title: words('title'),
    programme: say(programme),
    number: whole.file.caseNumber,
    number_label: words('number'),
    made: words('made_on', { day: formatLongDate(on, language) }),
    lead: words('lead'),
    rights: words('rights'),
    none: words('nothing'),
    synthetic: synthetic ? words('synthetic') : null,
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    date: { year, month, day },
    page: translate(language, 'rights:file.page').split(/\{\{pages?\}\}/),
    tokens: TOKENS,
    sections: sections.filter(({ facts: some, lines }) => some.length + lines.length > 0),
  };
}

/** Free texts of colleagues, from all tables, without the identity shown before. */
function textsOf({ records }: WholeFile): string[] {
  return Object.entries(records)
    .filter(([table]) => table !== 'case_seals' && table !== 'cases')
    .flatMap(([, rows]) =>
      rows.flatMap((row) => [
        row['note'],
        row['text'],
        row['wishes'],
        row['title'],
        row['what'],
        row['reason_text'],
      ]),
    )
    .filter((text): text is string => typeof text === 'string' && text.trim() !== '');
}
