/** Layout of a family tree: elders above, children below, the same generation side by side. */
import type { LinkKind } from './link.rules';

export interface TreePerson {
  readonly id: string;
  readonly label: string;
  readonly word: string;
  /** Code of the list relations, to the reference person of a family; null outside one. */
  readonly relation: string | null;
}
export interface TreeLink {
  readonly kind: LinkKind;
  readonly from: string;
  readonly to: string;
}
export interface TreeNode extends TreePerson {
  readonly x: number;
  readonly y: number;
  readonly self: boolean;
}
export interface FamilyTree {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly TreeNode[];
  readonly lines: readonly { readonly kind: LinkKind; readonly d: string }[];
}

/** Relations stated at registration as links to the reference person of the family. */
export function impliedLinks(
  family: readonly { readonly id: string; readonly relation: string }[],
): TreeLink[] {
  const reference = family.find(({ relation }) => relation === 'self')?.id;
  if (reference === undefined) return [];
  return family.flatMap(({ id, relation }): TreeLink[] => {
    if (relation === 'child') return [{ kind: 'parent_of', from: reference, to: id }];
    if (relation === 'parent') return [{ kind: 'parent_of', from: id, to: reference }];
    if (relation === 'spouse') return [{ kind: 'couple', from: reference, to: id }];
    return relation === 'sibling' ? [{ kind: 'sibling', from: reference, to: id }] : [];
  });
}

export const BOX = { width: 132, height: 50 };
const GAP = { x: 20, y: 44 };
const MARGIN = 4;

/** `mirrored` for pages that read from right to left. */
export function familyTree(
  people: readonly TreePerson[],
  links: readonly TreeLink[],
  selfId: string,
  mirrored = false,
): FamilyTree {
  const known = links.filter(({ from, to }) =>
    [from, to].every((id) => people.some((one) => one.id === id)),
  );
  const rows = rowsOf(people, known, selfId);
  const widest = Math.max(1, ...rows.map((row) => row.length));
  const width = widest * BOX.width + (widest - 1) * GAP.x + 2 * MARGIN;
  const nodes = rows.flatMap((row, level) =>
    row.map((person, place): TreeNode => {
      const taken = row.length * BOX.width + (row.length - 1) * GAP.x;
      const x = (width - taken) / 2 + place * (BOX.width + GAP.x);
      return {
        ...person,
        x: mirrored ? width - x - BOX.width : x,
        y: MARGIN + level * (BOX.height + GAP.y),
        self: person.id === selfId,
      };
    }),
  );
  const at = new Map(nodes.map((node) => [node.id, node]));
  return {
    width,
    // Room below the last row for lines between people who are not side by side.
    height: rows.length * (BOX.height + GAP.y) - GAP.y / 2 + 2 * MARGIN,
    nodes,
    lines: known.map(({ kind, from, to }) => ({ kind, d: lineOf(at.get(from)!, at.get(to)!) })),
  };
}

/** Generations from the elders down; this person first in their own. */
function rowsOf(
  people: readonly TreePerson[],
  links: readonly TreeLink[],
  selfId: string,
): TreePerson[][] {
  const levels = levelsOf(people, links, selfId);
  const rows = new Map<number, TreePerson[]>();
  const first = people.filter(({ id }) => id === selfId);
  for (const person of [...first, ...people.filter(({ id }) => id !== selfId)]) {
    const level = levels.get(person.id)!;
    rows.set(level, [...(rows.get(level) ?? []), person]);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}

const STEP: Readonly<Partial<Record<LinkKind, number>>> = { parent_of: 1, guardian_of: 1 };
const BELOW: Readonly<Record<string, number>> = { child: 1, parent: -1 };

function levelsOf(
  people: readonly TreePerson[],
  links: readonly TreeLink[],
  selfId: string,
): Map<string, number> {
  const own = BELOW[people.find(({ id }) => id === selfId)?.relation ?? ''] ?? 0;
  const levels = new Map([[selfId, 0]]);
  const walk = [selfId];
  for (let id = walk.shift(); id !== undefined; id = walk.shift()) {
    for (const { kind, from, to } of links) {
      if (from !== id && to !== id) continue;
      const [other, step] = from === id ? [to, STEP[kind] ?? 0] : [from, -(STEP[kind] ?? 0)];
      if (levels.has(other)) continue;
      levels.set(other, levels.get(id)! + step);
      walk.push(other);
    }
  }
  for (const { id, relation } of people) {
    if (!levels.has(id)) levels.set(id, (BELOW[relation ?? ''] ?? 0) - own);
  }
  return levels;
}

/** Down through the space between generations, or along the bottom of one. */
function lineOf(a: TreeNode, b: TreeNode): string {
  const middle = ({ x }: TreeNode) => x + BOX.width / 2;
  if (a.y === b.y) {
    const [left, right] = a.x < b.x ? [a, b] : [b, a];
    if (right.x - left.x - BOX.width <= GAP.x) {
      return `M${left.x + BOX.width} ${a.y + BOX.height / 2}H${right.x}`;
    }
    const bottom = a.y + BOX.height;
    return `M${middle(left)} ${bottom}v${GAP.y / 4}H${middle(right)}v${-GAP.y / 4}`;
  }
  const [upper, lower] = a.y < b.y ? [a, b] : [b, a];
  const half = upper.y + BOX.height + GAP.y / 2;
  return `M${middle(upper)} ${upper.y + BOX.height}V${half}H${middle(lower)}V${lower.y}`;
}
