/** The pages of lists: all of them, one, two versions side by side, a draft. */
import type { Language } from '../platform/shared/actor';
import { LANGUAGES } from '../platform/shared/actor';
import { joinWords } from '../platform/shared/punctuation.words';
import { directionOf, translate } from '../platform/web/i18n';
import { crosswalkOf } from './data/crosswalk.data';
import { STANDARDS, type StandardName } from './data/coded-list.types';
import { fixedBecause, type ListName, list } from './fixed-lists.data';
import {
  compareItems,
  inOrder,
  type Item,
  type ItemChange,
  NO_EQUIVALENT,
  targetKey,
} from './list.rules';
import type { ListOwner, StandardValue, Version, VersionRow } from './lists.queries';

export const wordsIn =
  (language: Language) =>
  (key: string, params: object = {}): string =>
    translate(language, `lists:${key}`, { ...params });

export const ownerWords = ({ role, kind }: ListOwner, language: Language): string =>
  translate(language, `lists:owner.${kind ?? role}`);

/** The words of a code in each language, the reader's first. */
const labelCells = (labels: Item['labels'], language: Language) =>
  [language, ...LANGUAGES.filter((one) => one !== language)].map((lang) => ({
    lang,
    dir: directionOf(lang),
    text: labels[lang],
  }));

/** Equivalent in a standard, or the text that there is none, or that the code is the same. */
function equivalents(
  code: string,
  crosswalk: Item['crosswalk'] | undefined,
  standard: StandardName,
  language: Language,
): { none: string | null; values: readonly string[] } {
  const targets = crosswalk?.[standard] ?? [];
  const none = crosswalk && targets.length === 0 ? wordsIn(language)('none') : null;
  if (targets.length > 0 && targets.every(({ value }) => value === code)) {
    return { none: wordsIn(language)('same_code'), values: [] };
  }
  return { none, values: targets.map(({ field, value }) => (value === '1' ? field : value)) };
}

export interface ShownItem {
  readonly code: string;
  readonly below: boolean;
  readonly retired: boolean;
  readonly labels: ReturnType<typeof labelCells>;
  readonly standards: readonly { none: string | null; values: readonly string[] }[];
  readonly changes: readonly { key: ItemChange; label: string }[];
}

const changeWords = (changes: readonly ItemChange[], language: Language) =>
  changes.map((key) => ({ key, label: wordsIn(language)(`change.${key}`) }));

interface ItemDisplayOptions {
  /** Whether what the standards call a code is shown beside it. */
  readonly compared: boolean;
  readonly before?: readonly Item[];
}

function shownItems(
  items: readonly Item[],
  language: Language,
  { compared, before }: ItemDisplayOptions,
): ShownItem[] {
  const changes = new Map(
    (before ? compareItems(before, items) : []).map((one) => [one.code, one.changes]),
  );
  return inOrder(items).map(({ code, parent, retired, labels, crosswalk }) => ({
    code,
    retired,
    below: parent !== null,
    labels: labelCells(labels, language),
    standards: compared
      ? STANDARDS.map((standard) => equivalents(code, crosswalk, standard, language))
      : [],
    changes: changeWords(changes.get(code) ?? [], language),
  }));
}

export const headsOf = (language: Language) => ({
  languages: [language, ...LANGUAGES.filter((one) => one !== language)].map((one) =>
    translate(language, `common:language.${one}`),
  ),
  standards: STANDARDS.map((standard) => wordsIn(language)(`standard.${standard}`)),
});

/** A list that the programme's rules fix, with its edition and source. */
export function fixedModel(name: ListName, language: Language) {
  const { version, source, items } = list(name);
  const crosswalk = crosswalkOf(name);
  return {
    title: wordsIn(language)(`name.${name}`),
    because: wordsIn(language)(`fixed.${fixedBecause(name)}`),
    edition: version,
    source,
    heads: { ...headsOf(language), standards: crosswalk ? headsOf(language).standards : [] },
    items: items.map(({ code, labels }) => ({
      code,
      below: false,
      retired: false,
      labels: labelCells(labels, language),
      standards: crosswalk
        ? STANDARDS.map((standard) => equivalents(code, crosswalk[code], standard, language))
        : [],
      changes: [],
    })),
    tiers: false,
  };
}

/** Author and note of an edition; the first one was delivered with the application. */
export const whoseWords = (
  { writers, draftedBy, approvedBy, note }: VersionRow,
  language: Language,
) => {
  const first = wordsIn(language)('first_edition');
  return {
    wroteIt:
      joinWords(
        writers.map(({ name }) => name),
        language,
      ) ||
      (draftedBy ?? first),
    approvedBy,
    note: draftedBy === null ? null : note,
  };
};

export const versionModel = (
  version: Version,
  language: Language,
  showing: ItemDisplayOptions,
) => ({
  ...version,
  label: wordsIn(language)('version', { number: version.version }),
  heads: { ...headsOf(language), ...(!showing.compared && { standards: [] }) },
  items: shownItems(version.items, language, showing),
  ...whoseWords(version, language),
});

/** Two versions side by side; unchanged items are only counted. */
export function comparisonModel(
  before: Version,
  after: Version,
  language: Language,
  isCompared: boolean,
) {
  const differences = compareItems(before.items, after.items);
  const changed = differences.filter(({ changes }) => changes.length > 0);
  const side = (item: Item | null) =>
    item && {
      labels: labelCells(item.labels, language),
      retired: item.retired,
      standards: STANDARDS.map((standard) => ({
        name: wordsIn(language)(`standard.${standard}`),
        ...equivalents(item.code, item.crosswalk, standard, language),
      })),
    };
  return {
    before: wordsIn(language)('version', { number: before.version }),
    after: wordsIn(language)('version', { number: after.version }),
    words: (['source', 'licence'] as const)
      .filter((key) => before[key] !== after[key])
      .map((key) => ({ label: wordsIn(language)(key), before: before[key], after: after[key] })),
    rows: changed.map(({ code, before: was, after: is, changes }) => ({
      code,
      changes: changeWords(changes, language),
      before: side(was),
      after: side(is),
      compared: isCompared && (changes.includes('compared_anew') || was === null),
    })),
    same: wordsIn(language)('same', { count: differences.length - changed.length }),
  };
}

/** Checkboxes of the values that an item can be mapped to. */
export const targetChoices = (
  values: readonly StandardValue[],
  standard: StandardName,
  language: Language,
) => {
  const own = values.filter((value) => value.standard === standard);
  const fields = new Set(own.map(({ field }) => field)).size;
  return [
    ...own.map((value) => ({
      value: targetKey(value),
      label:
        value.value === '1'
          ? value.field
          : fields > 1
            ? `${value.label} (${value.field})`
            : value.label,
    })),
    { value: NO_EQUIVALENT, label: wordsIn(language)('none') },
  ];
};

/** An item as its form holds it. */
export const typedItem = (item: Item): Record<string, string | string[]> => ({
  code: item.code,
  fr: item.labels.fr,
  ar: item.labels.ar,
  en: item.labels.en,
  parent: item.parent ?? '',
  retired: item.retired ? 'yes' : '',
  htcds: typedTargets(item, 'htcds'),
  ctdc: typedTargets(item, 'ctdc'),
});

const typedTargets = ({ crosswalk }: Item, standard: StandardName): string[] =>
  crosswalk[standard].length > 0 ? crosswalk[standard].map(targetKey) : [NO_EQUIVALENT];
