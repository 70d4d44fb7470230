/**
 * The way to work: which step of an application and of a placement follows which. The same stands in
 * `work_transitions`, which triggers hold; a test compares the two.
 */
import type { CivilDate } from '../../../../src/shared/nights';

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

type Steps<S extends string> = Readonly<Partial<Record<S | 'new', readonly S[]>>>;

const APPLICATION: Steps<ApplicationState> = {
  new: ['sent'],
  sent: ['interview', 'accepted', 'declined', 'withdrawn'],
  interview: ['accepted', 'declined', 'withdrawn'],
  accepted: ['withdrawn'],
};
const PLACEMENT: Steps<PlacementState> = {
  new: ['placed'],
  placed: ['started', 'ended'],
  started: ['ended'],
};

export const nextOfApplication = (from: ApplicationState | 'new'): readonly ApplicationState[] =>
  APPLICATION[from] ?? [];
export const nextOfPlacement = (from: PlacementState | 'new'): readonly PlacementState[] =>
  PLACEMENT[from] ?? [];

export const isOver = (state: ApplicationState | PlacementState): boolean =>
  state === 'declined' || state === 'withdrawn' || state === 'ended';

export interface WayStep {
  readonly state: string;
  readonly is: 'done' | 'now' | 'ahead' | 'end';
  readonly on: CivilDate | null;
}

interface Step {
  readonly to: string;
  readonly on: CivilDate;
}

/** Application and placement as one way; what is over stops it there. Work found without an application begins at its placing. */
export function wayOf(application: readonly Step[] | null, placement: readonly Step[]): WayStep[] {
  const steps = [...(application ?? []), ...placement];
  const last = steps.at(-1)!;
  const over = ['declined', 'withdrawn', 'ended'].includes(last.to);
  const done = steps.slice(0, -1).map(({ to, on }): WayStep => ({ state: to, is: 'done', on }));
  const here: WayStep = { state: last.to, is: over ? 'end' : 'now', on: last.on };
  const ahead = over
    ? []
    : AHEAD.slice(AHEAD.indexOf(last.to === 'interview' ? 'sent' : last.to) + 1);
  return [...done, here, ...ahead.map((state): WayStep => ({ state, is: 'ahead', on: null }))];
}

const AHEAD: readonly string[] = ['sent', 'accepted', 'placed', 'started'];
