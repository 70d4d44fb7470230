/** Suppression plan of a release, given all earlier releases to the same readers. */
import type { ReportDocument } from '../../report-documents';
import { figureIdsIn, type SolverFailureReason } from './attacker-program.rules';
import { figuresOf, linesOf } from './document-figures.rules';
import { READER_FACTS, type ReaderFacts } from './reader-facts.rules';
import type { Hierarchy, Release, ReleasedFigure, CandidateRelease } from './release.types';
import { joinReleases } from './join-releases.rules';
import {
  type Figure,
  type SuppressionResult,
  type Line,
  type Mark,
  suppress,
  type SuppressionPolicy,
} from './suppression.rules';

/** Readers who are taken to know together whatever one of them was given. */
export interface ReaderCircle extends SuppressionPolicy {
  readonly earlier: readonly Release[];
}

export interface PriorKnowledge {
  readonly about: Omit<CandidateRelease, 'figures' | 'lines'>;
  /** Others who will read it too: what is public is read by every partner. */
  readonly others: readonly ReaderCircle[];
  readonly earlier: readonly Release[];
  readonly hierarchies: readonly Hierarchy[];
}

const NO_PERIOD = { from: '0001-01-01', until: '0001-01-02' };
export const NO_PRIOR_KNOWLEDGE: PriorKnowledge = {
  about: { scope: '', period: NO_PERIOD, before: NO_PERIOD },
  others: [],
  earlier: [],
  hierarchies: [],
};

export interface SuppressionPlan {
  readonly marks: ReadonlyMap<string, Mark>;
  /** Figures that no suppression can protect, and the earlier releases together with which they would be disclosed. */
  readonly refused: { readonly figures: readonly string[]; readonly earlier: readonly string[] };
  /** Hidden because they moved by less than the threshold since they were released. */
  readonly moved: ReadonlySet<string>;
  /** Figures withheld because their protection could not be checked: for want of steps, or of an answer. */
  readonly unchecked: ReadonlyMap<string, SolverFailureReason>;
  readonly released: readonly ReleasedFigure[];
  readonly lines: readonly Line[];
  readonly threshold: number;
}

export async function planSuppression(
  document: ReportDocument,
  policy: SuppressionPolicy,
  known: PriorKnowledge = NO_PRIOR_KNOWLEDGE,
  facts: ReaderFacts = READER_FACTS,
): Promise<SuppressionPlan> {
  return planRelease(figuresOf(document, facts), linesOf(document, facts), policy, known);
}

export async function planRelease(
  figures: readonly Figure[],
  lines: readonly Line[],
  policy: SuppressionPolicy,
  { about, others, earlier, hierarchies }: PriorKnowledge,
): Promise<SuppressionPlan> {
  const hidden = new Set<string>();
  const moved = new Set<string>();
  const unchecked = new Map<string, SolverFailureReason>();
  const refused = { figures: new Set<string>(), earlier: new Set<string>() };
  let marks: ReadonlyMap<string, Mark> = new Map();
  // The readers of this release come last, because the document carries their marks.
  for (const circle of [...others, { ...policy, earlier }]) {
    const joined = joinReleases(
      { ...about, lines, figures },
      circle.earlier,
      circle.threshold,
      hierarchies,
    );
    const names = new Set([...hidden].map((id) => joined.names.get(id)!));
    const already = joined.figures.map((figure) =>
      figure.before === undefined && names.has(figure.id)
        ? { ...figure, before: 'hidden' as const }
        : figure,
    );
    const hiding = await suppress(already, joined.lines, circle);
    const mine = [...joined.names].filter(([, name]) => hiding.marks.has(name));
    for (const [id] of mine) hidden.add(id);
    for (const id of joined.moved) moved.add(id);
    for (const [id, name] of joined.names) {
      const reason = hiding.unchecked.get(name);
      if (reason) unchecked.set(id, reason);
    }
    marks = markCorrected(
      new Map(mine.map(([id, name]) => [id, hiding.marks.get(name)!])),
      figures,
      joined.moved,
    );
    const own = new Map([...joined.names].map(([id, name]) => [name, id]));
    for (const name of await newlyExposedFigures(hiding, joined, circle)) {
      refused.figures.add(own.get(name) ?? name);
      for (const { id } of circle.earlier) refused.earlier.add(id);
    }
  }
  return {
    marks,
    moved,
    lines,
    threshold: policy.threshold,
    unchecked,
    refused: { figures: [...refused.figures], earlier: [...refused.earlier] },
    released: figures.map(({ id, value, kind, rate, least, absent }) => ({
      id,
      value,
      kind,
      // A rolled-up row is known to count less than the threshold, as if it carried a mark.
      mark: absent && marks.has(id) ? 'small' : (marks.get(id) ?? null),
      ...(rate && { rate }),
      ...(least !== undefined && { least }),
    })),
  };
}

/**
 * Marks figures that readers were shown with another value as "corrected", whatever their present value, and figures
 * computed from them too, so that the mark discloses nothing about the size.
 */
function markCorrected(
  marks: ReadonlyMap<string, Mark>,
  figures: readonly Figure[],
  moved: ReadonlySet<string>,
): ReadonlyMap<string, Mark> {
  const isCorrected = ({ id, follows = [] }: Figure) =>
    moved.has(id) || follows.some((followed) => moved.has(followed));
  const corrected = figures.filter((figure) => marks.has(figure.id) && isCorrected(figure));
  return new Map([...marks, ...corrected.map(({ id }) => [id, 'corrected'] as const)]);
}

/**
 * Figures exposed by this release only. What earlier releases disclose already is no reason to refuse it: neither an
 * exposed figure, nor a zero remainder of a sum released in full (a column that did not exist then).
 */
async function newlyExposedFigures(
  { exposed }: SuppressionResult,
  { figures, lines, names }: ReturnType<typeof joinReleases>,
  circle: ReaderCircle,
): Promise<string[]> {
  if (exposed.length === 0) return [];
  const mine = new Set(names.values());
  const released = figures.filter(({ id, before }) => !mine.has(id) || before !== undefined);
  const ids = new Set(released.map(({ id }) => id));
  const nobody = new Set(figures.flatMap(({ id, value }) => (value === 0 ? [id] : [])));
  const left = new Set(
    lines.flatMap((line) => {
      const others = figureIdsIn(line).filter((id) => !ids.has(id));
      return line.bound === undefined && others.every((id) => nobody.has(id)) ? others : [];
    }),
  );
  const before = figures.filter(({ id }) => ids.has(id) || left.has(id));
  const known = new Set([...ids, ...left]);
  const old = lines.filter((line) => figureIdsIn(line).every((id) => known.has(id)));
  const without = await suppress(before, old, circle);
  return exposed.filter((id) => !without.exposed.includes(id));
}
