/** The models of the pages, in the reader's words. */
import { randomUUID } from 'node:crypto';
import { SHARE_REASONS } from '../consents';
import type { Organisation } from '../organisations';
import type { Language } from '../platform/shared/actor';
import { newPassword } from '../platform/shared/encrypted-archive';
import type { CivilDate } from '../platform/shared/nights.rules';
import { joinWords } from '../platform/shared/punctuation.words';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import type { PageModel } from '../platform/web/page-response';
import type { AgreedPerson, ExportRow } from './exports.queries';
import { FORMATS } from './exports.service';
import type { HtcdsImport } from './import.service';
import { DISCLOSABLE_PARTS } from './rules/columns.rules';

const words =
  (language: Language) =>
  (key: string, params: object = {}) =>
    translate(language, `htcds:${key}`, { ...params });

export const listModel = (exports: readonly ExportRow[], language: Language): PageModel => ({
  title: words(language)('title'),
  exports: exports.map((one) => ({
    ...one,
    sign: one.class === 'identity' ? 'lock' : 'file-text',
    classLabel: words(language)(`class.${one.class}`),
  })),
});

export interface ExportChoices {
  readonly class: 'case_list' | 'identity';
  readonly recipientId: string;
  readonly purpose: 'sharing' | 'statistics';
}

export function newModel(
  given: {
    readonly chosen: ExportChoices | null;
    readonly people: readonly AgreedPerson[];
    readonly organisations: readonly Organisation[];
    readonly until: CivilDate;
    readonly days: number;
    readonly form: FormState;
  },
  language: Language,
): PageModel {
  const say = words(language);
  const { chosen, people, organisations, form, ...more } = given;
  const choices = (key: string, values: readonly string[], hints = '') =>
    values.map((value) => ({
      value,
      label: say(`${key}.${value}`),
      ...(hints && { hint: say(`${hints}.${value}`) }),
    }));
  const ticked = form.values.caseIds === undefined ? null : [form.values.caseIds].flat();
  return {
    title: say('new'),
    requestId: randomUUID(),
    form,
    ...more,
    backPath: chosen ? '/htcds/new' : '/htcds',
    chosen: chosen && {
      ...chosen,
      path: PATHS[chosen.class],
      coded: isList(chosen),
      classLabel: say(`class.${chosen.class}`),
      recipient: organisations.find(({ id }) => id === chosen.recipientId)?.name ?? '',
    },
    people: people.map((one) => ({
      ...one,
      checked: ticked?.includes(one.caseId) ?? isList(chosen),
    })),
    parts:
      chosen?.class === 'identity'
        ? choices('part', DISCLOSABLE_PARTS.slice(2), 'part_hint')
        : null,
    classes: choices('class', ['case_list', 'identity'], 'class_hint'),
    purposes: choices('purpose', ['sharing', 'statistics']),
    recipients: organisations
      .filter(({ active }) => active)
      .map(({ id, name }) => ({ value: id, label: name })),
    whys: SHARE_REASONS.map((value) => ({
      value,
      label: translate(language, `consents:why.${value}`),
    })),
  };
}

const PATHS = { case_list: 'case-lists', identity: 'identity-forms' } as const;

/** A list without identities includes everybody who consented; with identities only ticked people. */
const isList = (chosen: ExportChoices | null): boolean => chosen?.class === 'case_list';

export function exportModel(made: ExportRow, form: FormState, language: Language): PageModel {
  const say = words(language);
  return {
    title: say('file', { recipient: made.recipient }),
    made,
    form,
    classLabel: say(`class.${made.class}`),
    whyLabel: translate(language, `consents:why.${made.why}`),
    partsLabel: joinWords(
      made.parts.map((part) => say(`part.${part}`)),
      language,
    ),
    formats: FORMATS.map((value) => ({ value, label: say(`format.${value}`) })),
    password: made.class === 'identity' ? newPassword() : null,
  };
}

export function importModel(
  { result, act, form }: { result: HtcdsImport | null; act: string; form: FormState },
  language: Language,
): PageModel {
  const say = words(language);
  return {
    title: say('import.title'),
    requestId: randomUUID(),
    form,
    act,
    result: result && { ...result, errorCount: result.errors.length },
    acts: [
      { value: 'check', label: say('import.check'), hint: say('import.check_hint') },
      { value: 'import', label: say('import.import') },
    ],
  };
}
