import { may } from '../../access';
import { labelOf, list } from '../../reference-lists';
import type { Actor, Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { formatDate } from '../../platform/web/format';
import type { FormDefinition } from '../../platform/web/form-fields';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import type { ProposedLine } from '../../settings';
import { type ClosedDay, type Court, COURT_KINDS } from './courts.queries';
import type { ClosedDayValue } from './courts.service';

const DAY_AND_MONTH: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
};
const LOCALES: Readonly<Record<Language, string>> = {
  fr: 'fr-MA',
  ar: 'ar-MA-u-nu-latn',
  en: 'en-GB',
};

/** Yearly closed days are shown without a year. */
const dayWords = ({ day, yearly }: Pick<ClosedDay, 'day' | 'yearly'>, language: Language): string =>
  yearly
    ? new Intl.DateTimeFormat(LOCALES[language], DAY_AND_MONTH)
        .format(new Date(`${day}T00:00:00Z`))
        .replace(/^1 /, language === 'fr' ? '1er ' : '1 ')
    : formatDate(day, language);

export function courtsModel(
  actor: Actor,
  { courts, closedDays }: { courts: readonly Court[]; closedDays: readonly ClosedDay[] },
  language: Language,
  form: FormState,
) {
  const words = (key: string) => translate(language, `legal:${key}`);
  const names = new Map(courts.map((court) => [court.id, court[language]]));
  const mayWrite = may(actor, 'courts:write');
  const days = closedDays.map((day) => ({
    id: day.id,
    yearly: day.yearly,
    when: dayWords(day, language),
    why: day[language],
    where: day.courtId ? (names.get(day.courtId) ?? '') : words('courts.all'),
    removalPath: mayWrite ? `/courts/closed-days/${day.id}/removal` : null,
  }));
  return {
    title: words('courts.title'),
    mayWrite,
    newPath: mayWrite ? '/courts/new' : null,
    form,
    isClosing: form.summary.length > 0,
    courts: courts.map((court) => ({
      ...court,
      name: court[language],
      kindLabel: words(`court_kind.${court.kind}`),
      regionLabel: labelOf('regions', court.region, language),
      path: mayWrite ? `/courts/${court.id}` : null,
    })),
    once: days.filter(({ yearly }) => !yearly),
    yearly: days.filter(({ yearly }) => yearly),
    choices: courts
      .filter(({ active }) => active)
      .map(({ id: value, ...court }) => ({ value, label: court[language] })),
    yesNo: [{ value: 'yes', label: words('courts.yearly') }],
  };
}

/** Contents of a proposed closed day, or of its removal. */
export const closedDayLines =
  (courts: readonly Court[], language: Language) =>
  ({ removes, courtId, ...closed }: ClosedDayValue, day: CivilDate): ProposedLine[] => {
    const words = (key: string) => translate(language, `legal:courts.${key}`);
    const court = courts.find(({ id }) => id === courtId);
    const when = dayWords({ ...closed, day }, language);
    return [
      { label: words(removes ? 'opens_again' : 'closes'), text: `${when} · ${closed[language]}` },
      { label: '', text: court ? court[language] : words('all') },
      ...(closed.yearly ? [{ label: '', text: words('yearly') }] : []),
    ];
  };

/** The form that proposes that a closed day is open again. */
export function removalForm(day: ClosedDay, language: Language): FormDefinition {
  const words = (key: string) => translate(language, `legal:courts.${key}`);
  return {
    title: words('remove'),
    lead: `${dayWords(day, language)} · ${day[language]}`,
    button: translate(language, 'settings:propose'),
    fields: [{ as: 'field', name: 'source', label: words('removal_source'), maxlength: 300 }],
    values: {},
  };
}

export function courtFormModel(court: Court | null, language: Language, form: FormState) {
  const words = (key: string) => translate(language, `legal:${key}`);
  const known = court && {
    ...court,
    revision: String(court.revision),
    active: court.active ? 'yes' : 'no',
  };
  return {
    title: court ? court[language] : words('courts.new'),
    action: court ? `/courts/${court.id}` : '/courts',
    isNew: court === null,
    revision: court?.revision,
    form: { ...form, values: { ...(known as object), ...form.values } },
    kinds: COURT_KINDS.map((value) => ({ value, label: words(`court_kind.${value}`) })),
    regions: list('regions')
      .items.filter(({ code }) => /^\d\d$/.test(code))
      .map(({ code: value }) => ({ value, label: labelOf('regions', value, language) })),
    actives: ['yes', 'no'].map((value) => ({ value, label: words(`courts.active.${value}`) })),
  };
}
