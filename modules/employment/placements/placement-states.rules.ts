/**
 * States of applications and placements. The transitions are in migrations/data/transitions, from which
 * `work_transitions` is filled.
 */
import { APPLICATION_STEPS, PLACEMENT_STEPS } from '../../../migrations/data/transitions/work';
import type { CivilDate } from '../../platform/shared/nights.rules';

export const APPLICATION_STATES = [
  'sent',
  'interview',
  'accepted',
  'declined',
  'withdrawn',
] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];
export const PLACEMENT_STATES = ['placed', 'started', 'ended'] as const;
export type PlacementState = (typeof PLACEMENT_STATES)[number];

type TransitionTable<S extends string> = Readonly<Partial<Record<S | 'new', readonly S[]>>>;

const APPLICATION: TransitionTable<ApplicationState> = APPLICATION_STEPS;
const PLACEMENT: TransitionTable<PlacementState> = PLACEMENT_STEPS;

export const nextOfApplication = (from: ApplicationState | 'new'): readonly ApplicationState[] =>
  APPLICATION[from] ?? [];
export const nextOfPlacement = (from: PlacementState | 'new'): readonly PlacementState[] =>
  PLACEMENT[from] ?? [];

export const isOver = (state: ApplicationState | PlacementState): boolean =>
  state === 'declined' || state === 'withdrawn' || state === 'ended';

export interface WorkPathwayStep {
  readonly state: string;
  readonly is: 'done' | 'now' | 'ahead' | 'end';
  readonly on: CivilDate | null;
}

interface Step {
  readonly to: string;
  readonly on: CivilDate;
}

/** Application and placement as one way; what is over stops it there. Work found without an application begins at its placing. */
export function workPathwayOf(
  application: readonly Step[] | null,
  placement: readonly Step[],
): WorkPathwayStep[] {
  const steps = [...(application ?? []), ...placement];
  const last = steps.at(-1)!;
  const over = ['declined', 'withdrawn', 'ended'].includes(last.to);
  const done = steps
    .slice(0, -1)
    .map(({ to, on }): WorkPathwayStep => ({ state: to, is: 'done', on }));
  const here: WorkPathwayStep = { state: last.to, is: over ? 'end' : 'now', on: last.on };
  const ahead = over
    ? []
    : USUAL_PATHWAY.slice(USUAL_PATHWAY.indexOf(last.to === 'interview' ? 'sent' : last.to) + 1);
  return [
    ...done,
    here,
    ...ahead.map((state): WorkPathwayStep => ({ state, is: 'ahead', on: null })),
  ];
}

const USUAL_PATHWAY: readonly string[] = ['sent', 'accepted', 'placed', 'started'];
