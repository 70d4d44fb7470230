/** What the page of open data shows; the template only lays it out. */
import { may } from '../access';
import { type Actor, type Language, LANGUAGES } from '../platform/shared/actor';
import { joinWords } from '../platform/shared/punctuation.words';
import { translate } from '../platform/web/i18n';
import { errorSentence } from '../platform/web/job-error.words';
import { moneyModel } from './money/published-money.view';
import type { FileRow } from './open-data.queries';
import type { OpenDataOverview, OpenDataSet } from './open-data.service';

interface OpenDataLanguages {
  readonly language: Language;
  /** Of the files that are listed. */
  readonly files: Language;
}

const KINDS = ['iati', 'sdg', 'ctdc', 'figures', 'dictionary'] as const;
const ICONS = {
  iati: 'cash',
  sdg: 'target',
  ctdc: 'users',
  figures: 'chart-bar',
  dictionary: 'file-text',
} as const;

export const isAtWork = (work: OpenDataOverview['work']): boolean =>
  work !== null && ['waiting', 'running'].includes(work.state);

export function openDataModel(actor: Actor, now: OpenDataOverview, into: OpenDataLanguages) {
  const say = (key: string, params: object = {}) =>
    translate(into.language, `open-data:${key}`, { ...params });
  const [latest, ...earlier] = now.sets;
  return {
    title: say('title'),
    lead: say('lead'),
    mayMake: may(actor, 'open-data:make'),
    work: isAtWork(now.work) ? now.work : null,
    failed: failureOf(now.work, into.language),
    grants: now.grants.filter(({ quarters }) => quarters.length > 0),
    quarters: quartersOf(now).map(({ code, number, year }) => ({
      value: code,
      label: say('quarter', { number, year }),
    })),
    latest: latest ? setModel(latest, into) : null,
    earlier: earlier.map((one) => setModel(one, into)),
    money: moneyModel(now.money, into.language),
    languages: LANGUAGES.map((value) => ({
      value,
      label: say(`language.${value}`),
      chosen: value === into.files,
    })),
    references: now.references.map((one) => ({
      ...one,
      name: one.name ?? one.code,
      typeWords: say(`type.${one.type}`),
    })),
    populations: now.populations.map((one) => ({
      ...one,
      who: joinWords([say(`of_sex.${one.sex}`), say(`of_age.${one.age}`)], into.language),
    })),
  };
}

/** Trying again helps where something unexpected stopped it; a refusal says what has to be put right. */
function failureOf(work: OpenDataOverview['work'], language: Language): string | null {
  if (work?.state !== 'failed' && work?.state !== 'refused') return null;
  const isRefusal = work.errorCode !== null && work.errorCode !== 'jobs.unexpected';
  return isRefusal
    ? translate(language, 'open-data:failed_because', { why: errorSentence(work, language) })
    : translate(language, 'open-data:failed');
}

const quartersOf = ({ grants }: OpenDataOverview) => {
  const all = new Map(grants.flatMap((grant) => grant.quarters.map((one) => [one.code, one])));
  return [...all.values()].sort((a, b) => (a.from < b.from ? 1 : -1));
};

function setModel(
  { quarter, files, ...set }: OpenDataSet,
  { language, files: inLanguage }: OpenDataLanguages,
) {
  const say = (key: string, params: object = {}) =>
    translate(language, `open-data:${key}`, { ...params });
  const shown = files.filter((one) => one.language === null || one.language === inLanguage);
  return {
    ...set,
    label: say('quarter', { number: quarter.number, year: quarter.year }),
    kinds: KINDS.flatMap((kind) => {
      const own = shown.filter((one) => one.kind === kind);
      if (own.length === 0) return [];
      return [
        {
          kind,
          icon: ICONS[kind],
          label: say(`kind.${kind}.title`),
          says: say(`kind.${kind}.says`),
          files: own.map((one) => fileModel(one, language)),
        },
      ];
    }),
  };
}

const fileModel = (one: FileRow, language: Language) => ({
  id: one.id,
  name: one.name,
  title: one.title,
  size: translate(language, 'open-data:size', { size: Math.max(1, Math.round(one.size / 1024)) }),
  digest: one.sha256.slice(0, 12),
});
