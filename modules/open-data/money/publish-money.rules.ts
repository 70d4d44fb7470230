/** Which amounts of a quarter are published: only those that pass the dominance rule; in the end, all to the cent. */
import { Decimal } from 'decimal.js';
import type { FlowType, OpenFlow } from '../../grant-budgeting';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** Least number of contributors to an amount, and the largest share that one of them may have. */
export interface DominanceBounds {
  readonly least: number;
  readonly share: number;
}

export interface PublishedAmount {
  readonly type: FlowType;
  /** The quarter in which it is published. */
  readonly from: CivilDate;
  /** Of spending; null: several categories together. */
  readonly category: string | null;
  readonly currency: string;
  readonly amount: string;
}
export interface NewPublishedAmount extends PublishedAmount {
  readonly parts: readonly OpenFlow[];
}
export interface PublicationPlan {
  readonly published: readonly NewPublishedAmount[];
  readonly waits: readonly OpenFlow[];
}

/** To partners, and what was spent. The donor is named, and so is what it gives. */
const PROTECTED: readonly FlowType[] = ['2', '3', '4'];

/**
 * Quarter after quarter: what stands for too few is published with the other small categories of its quarter, else it waits
 * and is published in the first quarter in which it is among enough. What belongs to an earlier published quarter is
 * published in the first of these.
 */
export function publishQuarters(
  flows: readonly OpenFlow[],
  quarters: readonly CivilDate[],
  bounds: DominanceBounds,
): PublicationPlan {
  const published: NewPublishedAmount[] = [];
  let waits = flows;
  for (const quarter of quarters) {
    const due = waits.filter(({ from }) => from <= quarter);
    const now = [...groupsOf(due, ({ type, currency }) => `${type} ${currency}`)].flatMap((group) =>
      publishGroup(group, quarter, bounds),
    );
    const parts = new Set(now.flatMap((one) => one.parts));
    published.push(...now);
    waits = waits.filter((one) => !parts.has(one));
  }
  return { published, waits };
}

/** Flows of one type and currency: each category that may stand alone, and the others together where they may. */
function publishGroup(
  group: readonly OpenFlow[],
  quarter: CivilDate,
  bounds: DominanceBounds,
): readonly NewPublishedAmount[] {
  const each = [...groupsOf(group, ({ category }) => category ?? '')];
  const alone = each.filter((parts) => passesDominanceRule(parts, bounds));
  const small = each.filter((parts) => !alone.includes(parts)).flat();
  const published = alone.map((parts) => amountOf(parts, parts[0]!.category, quarter));
  return passesDominanceRule(small, bounds)
    ? [...published, amountOf(small, null, quarter)]
    : published;
}

/** Those behind an amount count with what is left of theirs in it: what was taken back whole counts for nobody. */
export function passesDominanceRule(
  parts: readonly OpenFlow[],
  { least, share }: DominanceBounds,
): boolean {
  const sum = sumOf(parts);
  if (sum.isZero()) return false;
  if (!PROTECTED.includes(parts[0]!.type)) return true;
  const sizes = [...groupsOf(parts, ({ voice }) => String(voice))]
    .map((own) => sumOf(own).abs())
    .filter((size) => !size.isZero());
  const whole = sizes.reduce((all, size) => all.plus(size), new Decimal(0));
  return sizes.length >= least && Decimal.max(...sizes).lessThanOrEqualTo(whole.times(share));
}

/** What is left to publish of each document: its amount now less what was published of it. */
export function subtractPublished(
  flows: readonly OpenFlow[],
  published: readonly PublishedPart[],
): OpenFlow[] {
  const keyOf = ({ type, category, currency, document }: PublishedPart) =>
    [type, category, currency, document].join(' ');
  const voices = new Map(flows.map((one) => [`${one.type} ${one.document}`, one.voice]));
  const left = new Map<string, OpenFlow>(flows.map((one) => [keyOf(one), one]));
  for (const [at, part] of published.entries()) {
    const now = left.get(keyOf(part));
    // Of what is no longer there, nobody knows who stood behind it: somebody else each time.
    const voice = now?.voice ?? voices.get(`${part.type} ${part.document}`) ?? -1 - at;
    const amount = new Decimal(now?.amount ?? 0).minus(part.amount).toFixed(2);
    left.set(keyOf(part), { ...part, from: now?.from ?? part.from, voice, amount });
  }
  return [...left.values()].filter(({ amount }) => !new Decimal(amount).isZero());
}
export type PublishedPart = Omit<OpenFlow, 'voice'>;

const amountOf = (
  parts: readonly OpenFlow[],
  category: string | null,
  from: CivilDate,
): NewPublishedAmount => {
  const { type, currency } = parts[0]!;
  return { type, from, category, currency, amount: sumOf(parts).toFixed(2), parts };
};

const sumOf = (parts: readonly Pick<OpenFlow, 'amount'>[]): Decimal =>
  parts.reduce((sum, { amount }) => sum.plus(amount), new Decimal(0));

function groupsOf(
  flows: readonly OpenFlow[],
  keyOf: (one: OpenFlow) => string,
): Iterable<readonly OpenFlow[]> {
  const groups = new Map<string, OpenFlow[]>();
  for (const one of flows) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups.values();
}
