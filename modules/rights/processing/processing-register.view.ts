import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { settingName } from '../../settings';
import type {
  KeepingPeriod,
  ProcessingEntry,
  ProcessingRegister,
} from './processing-register.service';

const CONTROLLER_FIELDS = ['name', 'address', 'contact', 'officer', 'receipts'] as const;
/** Where the programme and its server are. */
const OWN_COUNTRY = 'MA';

export function processingRegisterModel(
  { controller, entries, recipients }: ProcessingRegister,
  language: Language,
) {
  const word = (key: string) => translate(language, `processing:${key}`);
  return {
    title: word('title'),
    controller: CONTROLLER_FIELDS.map((field) => ({
      label: word(`controller.${field}`),
      text: controller[field],
    })),
    isIncomplete: CONTROLLER_FIELDS.some((field) => controller[field] === null),
    entries: entries.map((entry) => entryModel(entry, language)),
    recipients: recipients.map(({ kind, country, ...recipient }) => ({
      ...recipient,
      kindText:
        kind === 'research'
          ? word('recipients.research')
          : translate(language, `organisations:kind.${kind}`),
      country,
      isAbroad: country !== null && country !== OWN_COUNTRY,
    })),
  };
}

const entryModel = (
  { code, legalBasis, sensitiveData, readers, isSealed, keptUntil, periods }: ProcessingEntry,
  language: Language,
) => {
  const word = (key: string) => translate(language, `processing:activity.${code}.${key}`);
  return {
    code,
    name: word('name'),
    purpose: word('purpose'),
    people: word('people'),
    data: word('data'),
    basis: translate(language, 'processing:basis_text', {
      basis: translate(language, `processing:basis.${legalBasis.code}`),
      gdpr: legalBasis.gdpr,
    }),
    why: word('why'),
    condition:
      sensitiveData &&
      translate(language, 'processing:condition_text', {
        condition: translate(language, `processing:condition.${sensitiveData.code}`),
        gdpr: sensitiveData.gdpr,
      }),
    whySensitive: sensitiveData && word('why_sensitive'),
    readers: readers.map((role) => translate(language, `common:role.${role}`)),
    isSealed,
    keptUntil: translate(language, `processing:kept.${keptUntil}`),
    periods: periods.map((period) => periodText(period, language)),
  };
};

const periodText = ({ setting, part, unit, count }: KeepingPeriod, language: Language): string => {
  const name = settingName(setting, language);
  const ofPart = part && translate(language, `settings:part.${setting}.${part}`);
  return translate(language, 'processing:period', {
    name: ofPart ? `${name} (${ofPart})` : name,
    time: translate(language, `settings:unit.${unit}`, { count }),
  });
};
