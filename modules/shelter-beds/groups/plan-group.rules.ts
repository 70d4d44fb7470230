/** Plan for a group: solved, checked again by the placement rules, and compared with first come, first served. */
import {
  type Assignment,
  type Group,
  type GroupPlan,
  type PlanFigures,
  type Proof,
} from './group.types';
import { buildIntegerProgram } from './integer-program.rules';
import type { Solver } from './solver.service';
import { figuresOf, assignFirstCome, proposeForGroup } from './group-placement.rules';

export interface PlanLimits {
  readonly seconds: number;
  readonly gap: number;
}

export const PLAN_LIMITS: PlanLimits = { seconds: 30, gap: 0.005 };

export function planGroup(
  group: Group,
  solve: Solver | null,
  limits: PlanLimits = PLAN_LIMITS,
): GroupPlan {
  const began = Date.now();
  const byHand = judged(group, assignFirstCome(group));
  const best = solveGroup(group, solve, limits);
  const solved = best && judged(group, best.assignment);
  const plan = solved && byHand.figures.worth <= solved.figures.worth ? solved : byHand;
  return {
    ...plan,
    firstCome: byHand,
    proof: best && { ...best.proof, seconds: (Date.now() - began) / 1000 },
  };
}

/** Assignments that the rules do not confirm are dropped. */
function judged(
  group: Group,
  assignment: Assignment,
): { assignment: Assignment; figures: PlanFigures } {
  const answers = proposeForGroup(group, assignment);
  const kept = answers.map((one) => one && one.places.map(({ bedId }) => bedId));
  return { assignment: kept, figures: figuresOf(group, answers) };
}

/** There is no bed that any party could have: nothing is left to be searched, and none is the best plan. */
const NOTHING_POSSIBLE: { assignment: Assignment; proof: Omit<Proof, 'seconds'> } = {
  assignment: [],
  proof: { value: 0, bound: 0, gap: 0 },
};

/** Null where the solver found nothing in time. */
function solveGroup(
  group: Group,
  solve: Solver | null,
  { seconds, gap }: PlanLimits,
): { assignment: Assignment; proof: Omit<Proof, 'seconds'> } | null {
  if (group.parties.length === 0) return NOTHING_POSSIBLE;
  if (!solve) return null;
  const { model, decode } = buildIntegerProgram(group);
  if (model.columns.length === 0) {
    return { ...NOTHING_POSSIBLE, assignment: group.parties.map(() => null) };
  }
  const best = solve(model, { seconds, gap });
  if (!best) return null;
  const { value, bound } = best;
  return {
    assignment: decode(best.values),
    proof: { value, bound, gap: Math.max(0, (bound - value) / Math.max(1, Math.abs(value))) },
  };
}
