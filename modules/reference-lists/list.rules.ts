/** Rules of lists: contents, order, differences between two versions. */
import { DomainError } from '../platform/shared/domain.errors';
import { LANGUAGES } from '../platform/shared/actor';
import {
  type Crosswalk,
  type Labels,
  STANDARDS,
  type StandardName,
  type Target,
} from './data/coded-list.types';

export interface Item {
  readonly code: string;
  readonly labels: Labels;
  /** The code above it, in a list of two tiers. */
  readonly parent: string | null;
  /** No longer chosen; what was written with it stays readable. */
  readonly retired: boolean;
  readonly crosswalk: Crosswalk;
}

/** Values of each standard that codes can be mapped to, as `field=value`. */
export type ComparableItem = Readonly<Record<StandardName, readonly string[]>>;

/** An item as somebody wrote it: what each standard calls it as `field=value`, or that it calls it nothing. */
export interface WrittenItem {
  readonly code: string;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  readonly parent?: string | null;
  readonly retired?: boolean;
  readonly htcds?: readonly string[];
  readonly ctdc?: readonly string[];
}
export const NO_EQUIVALENT = 'none';

export const LIMITS = { items: 300, label: 200, code: 60 };
const CODE = /^[A-Za-z0-9][A-Za-z0-9_]{0,59}$/;
/** Codes for answers other than an item of the list. */
export const RESERVED = ['not_known', 'declined', 'not_asked', 'none'] as const;

const wrong = (code: string, field: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', code, params, field);

/** Errors of an item within its list; `firstTier`: allowed codes of its first tier. */
export function checkItem(
  written: WrittenItem,
  others: readonly Item[],
  comparable: ComparableItem,
  firstTier: readonly string[] | null = null,
): DomainError[] {
  const item = itemOf(written);
  return [
    ...checkCode(item, others),
    ...checkLabels(item, others),
    ...checkParent(item, others, firstTier),
    ...STANDARDS.flatMap((standard) =>
      checkTargets(written[standard] ?? [], standard, comparable[standard]),
    ),
  ];
}

export function itemOf(written: WrittenItem): Item {
  const { code, fr, ar, en, parent, retired = false } = written;
  return {
    code,
    labels: { fr: fr.trim(), ar: ar.trim(), en: en.trim() },
    parent: parent ? parent : null,
    retired,
    crosswalk: { htcds: targetsOf(written.htcds), ctdc: targetsOf(written.ctdc) },
  };
}

const targetsOf = (given: readonly string[] = []): Target[] =>
  [...new Set(given)]
    .filter((one) => one !== NO_EQUIVALENT)
    .map((one) => {
      const [field = '', ...value] = one.split('=');
      return { field, value: value.join('=') };
    });

export const targetKey = ({ field, value }: Target): string => `${field}=${value}`;

function checkCode({ code }: Item, others: readonly Item[]): DomainError[] {
  if (!CODE.test(code)) return [wrong('lists.code_shape', 'code')];
  if ((RESERVED as readonly string[]).includes(code)) {
    return [wrong('lists.code_reserved', 'code', { code })];
  }
  const taken = others.some((other) => other.code.toLowerCase() === code.toLowerCase());
  return taken ? [wrong('lists.code_taken', 'code', { code })] : [];
}

function checkLabels(item: Item, others: readonly Item[]): DomainError[] {
  return LANGUAGES.flatMap((language) => {
    const label = item.labels[language].trim();
    if (label === '') return [wrong('lists.label_empty', language)];
    if (label.length > LIMITS.label) {
      return [wrong('common.too_long', language, { limit: LIMITS.label })];
    }
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f]/.test(label)) return [wrong('common.broken_text', language)];
    const same = others.find(
      (other) =>
        !other.retired &&
        !item.retired &&
        other.labels[language].toLowerCase() === label.toLowerCase(),
    );
    return same ? [wrong('lists.label_taken', language, { code: same.code })] : [];
  });
}

function checkParent(
  { code, parent }: Item,
  others: readonly Item[],
  firstTier: readonly string[] | null,
): DomainError[] {
  if (parent === null) {
    const isKnown = firstTier === null || firstTier.includes(code);
    return isKnown ? [] : [wrong('lists.parent_missing', 'parent')];
  }
  const above = others.find((other) => other.code === parent);
  if (!above || above.parent !== null) return [wrong('lists.parent_unknown', 'parent')];
  return others.some((other) => other.parent === code)
    ? [wrong('lists.parent_of_others', 'parent')]
    : [];
}

/** Each standard needs an equivalent, or the statement that there is none. */
function checkTargets(
  given: readonly string[],
  standard: StandardName,
  allowed: readonly string[],
): DomainError[] {
  const none = given.includes(NO_EQUIVALENT);
  const targets = given.filter((one) => one !== NO_EQUIVALENT);
  if (targets.some((one) => !allowed.includes(one))) return [wrong('common.not_choice', standard)];
  if (none && targets.length > 0) return [wrong('lists.none_stands_alone', standard)];
  const unsaid = !none && targets.length === 0 && allowed.length > 0;
  return unsaid ? [wrong('lists.equivalent_missing', standard)] : [];
}

/** As it is read: each code followed by those under it. */
export function inOrder<T extends Pick<Item, 'code' | 'parent'>>(items: readonly T[]): T[] {
  const tops = items.filter(({ parent }) => parent === null);
  return tops.flatMap((top) => [top, ...items.filter(({ parent }) => parent === top.code)]);
}

/** The code one place up or down among those of its tier; those under it go along. */
export function moveItem<T extends Pick<Item, 'code' | 'parent'>>(
  items: readonly T[],
  code: string,
  to: 'up' | 'down',
): T[] {
  const item = items.find((one) => one.code === code);
  if (!item) return inOrder(items);
  const siblings = items.filter(({ parent }) => parent === item.parent);
  const at = siblings.indexOf(item);
  const neighbour = siblings[to === 'up' ? at - 1 : at + 1];
  if (!neighbour) return inOrder(items);
  const swap = (one: T): T => (one === item ? neighbour : one === neighbour ? item : one);
  return inOrder(items.map(swap));
}

export type ItemChange =
  | 'added'
  | 'renamed'
  | 'retired'
  | 'restored'
  | 'moved'
  | 'under_another'
  | 'compared_anew';

export interface ItemDifference {
  readonly code: string;
  readonly before: Item | null;
  readonly after: Item | null;
  readonly changes: readonly ItemChange[];
}

/** Code by code, in the order of the later version; what did not change has no changes. */
export function compareItems(before: readonly Item[], after: readonly Item[]): ItemDifference[] {
  const was = new Map(before.map((item) => [item.code, item]));
  const shifted = shiftedCodes(before, after);
  return after.map((item) => {
    const old = was.get(item.code) ?? null;
    return {
      code: item.code,
      before: old,
      after: item,
      changes: old ? changesOf(old, item, shifted.has(item.code)) : ['added'],
    };
  });
}

function changesOf(old: Item, item: Item, shifted: boolean): ItemChange[] {
  const changes: ItemChange[] = [];
  if (LANGUAGES.some((language) => old.labels[language] !== item.labels[language])) {
    changes.push('renamed');
  }
  if (!old.retired && item.retired) changes.push('retired');
  if (old.retired && !item.retired) changes.push('restored');
  if (old.parent !== item.parent) changes.push('under_another');
  if (
    STANDARDS.some((standard) => keyOf(old.crosswalk[standard]) !== keyOf(item.crosswalk[standard]))
  ) {
    changes.push('compared_anew');
  }
  if (shifted) changes.push('moved');
  return changes;
}

const keyOf = (targets: readonly Target[]): string => targets.map(targetKey).sort().join(' ');

/** The fewest codes whose moving explains the new order: those outside the longest run kept in order. */
function shiftedCodes(before: readonly Item[], after: readonly Item[]): Set<string> {
  const place = new Map(before.map(({ code }, index) => [code, index]));
  const known = after.map(({ code }) => code).filter((code) => place.has(code));
  const lengths: number[] = [];
  const previous: number[] = [];
  for (const [index, code] of known.entries()) {
    lengths[index] = 1;
    previous[index] = -1;
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (
        place.get(known[earlier]!)! < place.get(code)! &&
        lengths[earlier]! + 1 > lengths[index]!
      ) {
        lengths[index] = lengths[earlier]! + 1;
        previous[index] = earlier;
      }
    }
  }
  const kept = new Set<string>();
  let at = lengths.indexOf(Math.max(0, ...lengths));
  for (; at >= 0; at = previous[at]!) kept.add(known[at]!);
  return new Set(known.filter((code) => !kept.has(code)));
}

/** Whether a draft differs from the version before. */
export const hasChanges = (before: readonly Item[], after: readonly Item[]): boolean =>
  compareItems(before, after).some(({ changes }) => changes.length > 0);
