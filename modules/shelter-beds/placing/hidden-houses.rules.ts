/**
 * Which houses are not proposed where somebody is kept apart. If only the house of the other person
 * closed, whoever looks at the verdicts would read there where that person sleeps. Houses stand in fixed
 * groups, and a group closes whole: the verdicts name a group, never a house (docs/placement-rules.md).
 */
import { compareText } from './candidate.rules';

export interface NetworkHouse {
  readonly id: string;
  /** Whom it receives: houses of one group are alike, so that nobody's sex points at one of them. */
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

/** The same for everybody and for every request: comparing two requests discloses no more than one does. */
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
  // What is left over stands with the group before it.
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
    // Whoever works in one of them has that one, and is opened no other.
    if (group.some(({ id }) => exact.has(id))) continue;
    const first = group.find(({ id }) => !barred.has(id));
    if (first) reserve.add(first.id);
  }
  return { hidden, reserve };
}
