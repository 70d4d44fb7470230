/** View of the data shown to a partner. */
import { labelOf } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { Sheet, SheetContact, SheetFacts } from './sheet.rules';

export interface SheetSection {
  readonly part: 'facts' | 'needs' | 'safe_contact';
  readonly title: string;
  readonly lines: readonly string[];
}

export function sheetModel({ facts, needs, contact }: Sheet, language: Language): SheetSection[] {
  const section = (part: SheetSection['part'], lines: readonly string[]): SheetSection => ({
    part,
    title: translate(language, `referrals:part.${part}`),
    lines,
  });
  return [
    ...(facts ? [section('facts', factLines(facts, language))] : []),
    ...(needs ? [section('needs', needs.split(/\r?\n/).filter(Boolean))] : []),
    ...(contact ? [section('safe_contact', contactLines(contact, language))] : []),
  ];
}

function factLines(facts: SheetFacts, language: Language): string[] {
  const { sex, age, languages, nationality, accessNeed } = facts;
  const words = (key: string, params: object = {}) =>
    translate(language, `referrals:sheet.${key}`, { ...params });
  return [
    sex && labelOf('sexes', sex, language),
    age &&
      (age.high === null
        ? words('age_from', { low: age.low })
        : words('age', { low: age.low, high: age.high })),
    languages.length > 0 &&
      words('speaks', {
        languages: languages.map((code) => labelOf('languages', code, language)).join(' · '),
      }),
    nationality && labelOf('nationalities', nationality, language),
    accessNeed && accessNeed !== 'none' && labelOf('access_needs', accessNeed, language),
  ].filter((line): line is string => Boolean(line));
}

function contactLines({ mayCall, channel, safeTimes }: SheetContact, language: Language): string[] {
  const words = (key: string) => translate(language, `referrals:sheet.${key}`);
  return [
    words(mayCall === null ? 'call_unknown' : mayCall ? 'may_call' : 'never_call'),
    channel && labelOf('contact_channels', channel, language),
    safeTimes,
    words('through_us'),
  ].filter((line): line is string => Boolean(line));
}
