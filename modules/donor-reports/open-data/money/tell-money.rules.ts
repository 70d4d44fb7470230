/** Which amounts everybody is told of a quarter: none that stands for a few, and to the cent in the end. */
import { Decimal } from 'decimal.js';
import type { FlowType, OpenFlow } from '../../../grant-budgeting';
import type { CivilDate } from '../../../../src/shared/nights';

/** How many must stand behind an amount, and the most that one of them may be of it. */
export interface Bounds {
  readonly least: number;
  readonly share: number;
}

export interface ToldAmount {
  readonly type: FlowType;
  /** The quarter in which it is told. */
  readonly from: CivilDate;
  /** Of spending; null: several categories together. */
  readonly category: string | null;
  readonly currency: string;
  readonly amount: string;
}
export interface NewAmount extends ToldAmount {
  readonly parts: readonly OpenFlow[];
}
export interface Telling {
  readonly told: readonly NewAmount[];
  readonly waits: readonly OpenFlow[];
}

/** To partners, and what was spent. The donor is named, and so is what it gives. */
const PROTECTED: readonly FlowType[] = ['2', '3', '4'];

/**
 * Quarter after quarter: what stands for too few is told with the other small categories of its quarter, else it waits
 * and is told in the first quarter in which it is among enough. What belongs to a quarter told before is found, and
 * told, in the first of these.
 */
export function tellQuarters(
  flows: readonly OpenFlow[],
  quarters: readonly CivilDate[],
  bounds: Bounds,
): Telling {
  const told: NewAmount[] = [];
  let waits = flows;
  for (const quarter of quarters) {
    const due = waits.filter(({ from }) => from <= quarter);
    const now = [...groupsOf(due, ({ type, currency }) => `${type} ${currency}`)].flatMap((group) =>
      tellGroup(group, quarter, bounds),
    );
    const parts = new Set(now.flatMap((one) => one.parts));
    told.push(...now);
    waits = waits.filter((one) => !parts.has(one));
  }
  return { told, waits };
}

/** Flows of one type and currency: each category that may stand alone, and the others together where they may. */
function tellGroup(
  group: readonly OpenFlow[],
  quarter: CivilDate,
  bounds: Bounds,
): readonly NewAmount[] {
  const each = [...groupsOf(group, ({ category }) => category ?? '')];
  const alone = each.filter((parts) => standsForNobody(parts, bounds));
  const small = each.filter((parts) => !alone.includes(parts)).flat();
  const told = alone.map((parts) => amountOf(parts, parts[0]!.category, quarter));
  return standsForNobody(small, bounds) ? [...told, amountOf(small, null, quarter)] : told;
}

/** Those behind an amount count with what is left of theirs in it: what was taken back whole counts for nobody. */
export function standsForNobody(parts: readonly OpenFlow[], { least, share }: Bounds): boolean {
  const sum = sumOf(parts);
  if (sum.isZero()) return false;
  if (!PROTECTED.includes(parts[0]!.type)) return true;
  const sizes = [...groupsOf(parts, ({ voice }) => String(voice))]
    .map((own) => sumOf(own).abs())
    .filter((size) => !size.isZero());
  const whole = sizes.reduce((all, size) => all.plus(size), new Decimal(0));
  return sizes.length >= least && Decimal.max(...sizes).lessThanOrEqualTo(whole.times(share));
}

/** What is left to tell of each document: what it is now less what was told of it. */
export function lessTold(flows: readonly OpenFlow[], told: readonly ToldPart[]): OpenFlow[] {
  const keyOf = ({ type, category, currency, document }: ToldPart) =>
    [type, category, currency, document].join(' ');
  const voices = new Map(flows.map((one) => [`${one.type} ${one.document}`, one.voice]));
  const left = new Map<string, OpenFlow>(flows.map((one) => [keyOf(one), one]));
  for (const [at, part] of told.entries()) {
    const now = left.get(keyOf(part));
    // Of what is no longer there, nobody knows who stood behind it: somebody else each time.
    const voice = now?.voice ?? voices.get(`${part.type} ${part.document}`) ?? -1 - at;
    const amount = new Decimal(now?.amount ?? 0).minus(part.amount).toFixed(2);
    left.set(keyOf(part), { ...part, from: now?.from ?? part.from, voice, amount });
  }
  return [...left.values()].filter(({ amount }) => !new Decimal(amount).isZero());
}
export type ToldPart = Omit<OpenFlow, 'voice'>;

const amountOf = (
  parts: readonly OpenFlow[],
  category: string | null,
  from: CivilDate,
): NewAmount => {
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
