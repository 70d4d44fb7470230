/** A course in the fields of its form, and what it was before each change in words. */
import { labelOf } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import { formatDate, formatNumber } from '../../platform/web/format';
import type { CourseValues } from '../training.form';
import { trainingWords } from '../training.words';
import type { CourseWords } from './course.view';
import type { CourseChange, CourseRow } from './courses.queries';

/** Labels of codes and ids in former values. */
export interface ChangeWords {
  readonly codes: CourseWords;
  readonly providers: ReadonlyMap<string, string>;
  readonly lines: ReadonlyMap<string, string>;
  readonly language: Language;
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

export const courseValues = (course: CourseRow): CourseValues => ({
  providerId: course.providerId,
  title: course.title,
  level: course.level,
  field: course.field,
  trade: course.trade ?? '',
  buildsOn: course.buildsOn ?? '',
  language: course.language,
  costPerPlace: course.costPerPlace,
  currency: course.currency,
  access: [...course.access],
  childCare: course.childCare,
  strenuous: yesNo(course.strenuous),
  stipend: course.stipend,
  transport: course.transport,
  paysExcused: yesNo(course.paysExcused),
  lineId: course.lineId ?? '',
  agreement: course.agreement,
  agreedFrom: course.agreedFrom,
  agreedUntil: course.agreedUntil,
});

export function changesModel(
  changes: readonly CourseChange[],
  named: ChangeWords,
  language: Language,
) {
  const words = trainingWords(language);
  return changes.map(({ changedAt, changedBy, former }) => ({
    changedAt,
    changedBy,
    former: Object.entries(former).map(([field, value]) =>
      field === 'withdrawnAt'
        ? { label: words(value === null ? 'courses.was_offered' : 'courses.was_withdrawn') }
        : { label: words(`field.${field}`), value: formerWords(field, value, named) },
    ),
  }));
}

function formerWords(field: string, value: unknown, named: ChangeWords): string {
  const { codes, language } = named;
  const words = trainingWords(language);
  if (value === null || (Array.isArray(value) && value.length === 0)) return words('courses.empty');
  if (typeof value === 'boolean') return words(`answer.${yesNo(value)}`);
  if (Array.isArray(value)) return value.map((one) => words(`access.${one}`)).join(' · ');
  const text = String(value);
  switch (field) {
    case 'costPerPlace':
    case 'stipend':
    case 'transport':
      return formatNumber(text, language, 2);
    case 'providerId':
      return named.providers.get(text) ?? text;
    case 'lineId':
      return named.lines.get(text) ?? text;
    case 'level':
    case 'buildsOn':
      return codes.levels.get(text)?.[language] ?? text;
    case 'field':
      return codes.fields.get(text)?.[language] ?? text;
    case 'trade':
      return codes.trades.get(text)?.[language] ?? text;
    case 'language':
      return labelOf('languages', text, language);
    case 'childCare':
      return words(`child_care.${text}`);
    case 'agreedFrom':
    case 'agreedUntil':
      return formatDate(text, language);
    default:
      return text;
  }
}
