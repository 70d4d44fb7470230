/**
 * Which shelters are not proposed to somebody who is kept apart from a resident. If only that resident's shelter were
 * excluded, the verdicts would reveal it. Shelters are therefore in fixed groups that are excluded as a whole
 * (docs/placement-rules.md).
 */
import { compareText } from './candidate.rules';

export interface NetworkHouse {
  readonly id: string;
  /**
   * People whom the shelter receives; the same within a group, so that a person's sex does not point at one shelter.
   */
  readonly receives: readonly string[];
}

export interface HiddenHouses {
  readonly hidden: ReadonlySet<string>;
  /** Hidden, and opened again where nothing else is left: one of each group at most, always the same. */
  readonly reserve: ReadonlySet<string>;
}

interface HiddenHouseFacts {
  readonly houses: readonly NetworkHouse[];
  /** The houses that a protective rule forbids. */
  readonly barred: ReadonlySet<string>;
  /** Houses in which the reader works, or the person lives: there is nothing to hide from them. */
  readonly exact: ReadonlySet<string>;
  /** How many houses a group has at least; 1 hides nothing beside the barred house. */
  readonly groupSize: number;
}

const keyOf = ({ receives }: NetworkHouse): string => [...receives].sort().join();

/** The same groups for all readers and requests, so that comparing two requests discloses nothing more. */
export function groupsOf(houses: readonly NetworkHouse[], size: number): NetworkHouse[][] {
  const inOrder = [...houses].sort(
    (a, b) => compareText(keyOf(a), keyOf(b)) || compareText(a.id, b.id),
  );
  const groups: NetworkHouse[][] = [];
  for (const house of inOrder) {
    const last = groups.at(-1);
    if (last && last.length < size) last.push(house);
    else groups.push([house]);
  }
  // Remaining shelters join the last group.
  const rest = groups.at(-1);
  if (groups.length > 1 && rest && rest.length < size) groups.at(-2)!.push(...groups.pop()!);
  return groups;
}

export function hiddenHouses({ houses, barred, exact, groupSize }: HiddenHouseFacts): HiddenHouses {
  const hidden = new Set(barred);
  const reserve = new Set<string>();
  if (barred.size === 0) return { hidden, reserve };
  for (const group of groupsOf(houses, Math.max(1, groupSize))) {
    if (!group.some(({ id }) => barred.has(id))) continue;
    for (const { id } of group) if (!exact.has(id)) hidden.add(id);
    // Colleagues of one of these shelters see its exact verdict and no other.
    if (group.some(({ id }) => exact.has(id))) continue;
    const first = group.find(({ id }) => !barred.has(id));
    if (first) reserve.add(first.id);
  }
  return { hidden, reserve };
}
