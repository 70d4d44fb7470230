/**
 * States of projects and of assets. The transitions are in migrations/data/transitions, from which
 * `project_transitions` is filled.
 */
import { ASSET_STEPS, PROJECT_STEPS } from '../../migrations/data/transitions/projects';
import type { CivilDate } from '../platform/shared/nights.rules';

export const PROJECT_STATES = [
  'idea',
  'training',
  'plan',
  'submitted',
  'approved',
  'returned',
  'refused',
  'running',
  'ended',
  'withdrawn',
] as const;
export type ProjectState = (typeof PROJECT_STATES)[number];
export const ASSET_STATES = ['kept', 'sold', 'lost', 'broken', 'handed_back'] as const;
export type AssetState = (typeof ASSET_STATES)[number];

type TransitionTable<S extends string> = Readonly<Partial<Record<S | 'new', readonly S[]>>>;

const PROJECT: TransitionTable<ProjectState> = PROJECT_STEPS;
const ASSET: TransitionTable<AssetState> = ASSET_STEPS;

/** Those that the committee takes by its decision, and nobody by hand. */
export const DECISION_STATES = ['approved', 'returned', 'refused'] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

export const nextOfProject = (from: ProjectState | 'new'): readonly ProjectState[] =>
  PROJECT[from] ?? [];
export const manualProjectSteps = (from: ProjectState): readonly ProjectState[] =>
  nextOfProject(from).filter((to) => from !== 'submitted' || !isDecided(to));
export const nextOfAsset = (from: AssetState | 'new'): readonly AssetState[] => ASSET[from] ?? [];

const isDecided = (state: ProjectState): state is DecisionState =>
  (DECISION_STATES as readonly string[]).includes(state);
export const isOver = (state: ProjectState): boolean =>
  state === 'ended' || state === 'refused' || state === 'withdrawn';

export interface ProjectPathwayStep {
  readonly state: ProjectState;
  readonly is: 'done' | 'now' | 'ahead' | 'end';
  readonly on: CivilDate | null;
}
const USUAL_PATHWAY: readonly ProjectState[] = ['idea', 'plan', 'submitted', 'approved', 'running'];

/** The way as a picture: each stage once, on the day on which it was reached last, and what is ahead. */
export function projectPathwayOf(
  steps: readonly { readonly to: ProjectState; readonly on: CivilDate }[],
): ProjectPathwayStep[] {
  const last = steps.at(-1)!;
  const done = steps
    .slice(0, -1)
    .filter(({ to }, at, all) => to !== 'returned' && !all.slice(at + 1).some((x) => x.to === to))
    .filter(({ to }) => to !== last.to)
    .map(({ to, on }): ProjectPathwayStep => ({ state: to, is: 'done', on }));
  const over = isOver(last.to) || last.to === 'returned';
  const here: ProjectPathwayStep = { state: last.to, is: over ? 'end' : 'now', on: last.on };
  const from = USUAL_PATHWAY.indexOf(last.to === 'training' ? 'idea' : last.to);
  const ahead = over ? [] : USUAL_PATHWAY.slice(from + 1);
  return [
    ...done,
    here,
    ...ahead.map((state): ProjectPathwayStep => ({ state, is: 'ahead', on: null })),
  ];
}
