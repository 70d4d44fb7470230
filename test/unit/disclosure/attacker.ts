/**
 * Somebody who holds everything that was published and a linear program. Written apart from what protects: it knows
 * the sums, the values that are shown, what the marks say, and that nothing that is counted is less than nothing.
 */
import loadHighs, { type Highs, type Model } from 'highs';

export interface Sum {
  readonly total: string;
  readonly parts: readonly string[];
  readonly less?: readonly string[];
  /** `least`: the total is at least its parts together; otherwise it is their sum. */
  readonly bound?: 'least' | 'most';
}

/** A number where it is shown, 'hidden' or what a mark says: less than so much. */
export type Seen = number | 'hidden' | { readonly below: number };

export interface Interval {
  readonly low: number;
  readonly high: number;
}

let loading: Promise<Highs> | undefined;

/** How many whole numbers a hidden figure can still be. */
export const choices = ({ low, high }: Interval): number =>
  Math.floor(high + 1e-6) - Math.ceil(low - 1e-6) + 1;

/**
 * The interval of each hidden figure; of those that turn out to have `enough` choices, what was seen of it on the way:
 * nothing is gained by knowing the rest.
 */
export async function attack(
  seen: ReadonlyMap<string, Seen>,
  sums: readonly Sum[],
  enough = Infinity,
): Promise<Map<string, Interval>> {
  const highs = await (loading ??= loadHighs());
  const unknown = [...seen].flatMap(([id, value]) => (typeof value === 'number' ? [] : [id]));
  return highs.withModel((model) => {
    const at = new Map<string, number>();
    for (const id of unknown) {
      const value = seen.get(id)!;
      const most = typeof value === 'object' ? value.below - 1 : highs.infinity;
      at.set(id, at.size);
      model.addVar(0, most);
    }
    for (const sum of sums) addSum(highs, model, sum, seen, at);
    model.options.set({ output_flag: false, presolve: 'off' });
    const found = new Map(unknown.map((id) => [id, { low: Infinity, high: -Infinity }]));
    const note = (id: string, value: number) => {
      const known = found.get(id)!;
      found.set(id, { low: Math.min(known.low, value), high: Math.max(known.high, value) });
    };
    const end = (id: string, sense: 'minimize' | 'maximize'): void => {
      model.changeObjectiveSense(highs.constants.objectiveSense[sense]);
      model.changeColCost(at.get(id)!, 1);
      model.run();
      const status = model.getModelStatus();
      const { colValue } = model.getSolution();
      model.changeColCost(at.get(id)!, 0);
      if (status === highs.constants.modelStatus.unbounded) return note(id, Infinity);
      if (status !== highs.constants.modelStatus.optimal)
        throw new Error(`the attacker found no answer for ${id}: ${status}`);
      for (const one of unknown) note(one, colValue[at.get(one)!]!);
    };
    for (const id of unknown)
      for (const sense of ['maximize', 'minimize'] as const)
        if (choices(found.get(id)!) < enough) end(id, sense);
    return found;
  });
}

function addSum(
  highs: Highs,
  model: Model,
  { total, parts, less = [], bound }: Sum,
  seen: ReadonlyMap<string, Seen>,
  at: ReadonlyMap<string, number>,
): void {
  const terms = new Map<number, number>();
  let known = 0;
  for (const [id, sign] of [
    [total, 1],
    ...parts.map((part) => [part, -1]),
    ...less.map((part) => [part, 1]),
  ] as [string, number][]) {
    const value = seen.get(id)!;
    if (typeof value === 'number') known += sign * value;
    else terms.set(at.get(id)!, (terms.get(at.get(id)!) ?? 0) + sign);
  }
  if (terms.size === 0) return;
  const entries = { indices: [...terms.keys()], values: [...terms.values()] };
  const { infinity } = highs;
  model.addRow(
    bound === 'most' ? -infinity : -known,
    bound === 'least' ? infinity : -known,
    entries,
  );
}
