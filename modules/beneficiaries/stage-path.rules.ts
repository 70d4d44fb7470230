/** The way of the referral mechanism as a picture: where the person was, is, and may go next. */
import type { CivilDate } from '../platform/shared/nights.rules';
import { STAGES, type Stage } from './stage.rules';

export interface PathStep {
  readonly stage: Stage;
  readonly state: 'done' | 'now' | 'next' | 'ahead' | 'passed';
  /** When it was last reached. */
  readonly at: Date | null;
  readonly untilOn: CivilDate | null;
}

interface ReachedStage {
  readonly to: Stage;
  readonly at: Date;
  readonly untilOn: CivilDate | null;
}

/** Stages to draw. "Not a victim" is included only if it was decided or is possible now. */
export function pathOf(
  now: Stage,
  changes: readonly ReachedStage[],
  next: readonly Stage[],
): readonly PathStep[] {
  const last = new Map(changes.map((change) => [change.to, change]));
  const here = STAGES.indexOf(now);
  return STAGES.filter((stage) => stage !== 'not_victim' || stage === now || last.has(stage)).map(
    (stage) => {
      const reached = last.get(stage);
      const state =
        stage === now
          ? 'now'
          : next.includes(stage)
            ? 'next'
            : reached
              ? 'done'
              : STAGES.indexOf(stage) < here
                ? 'passed'
                : 'ahead';
      return { stage, state, at: reached?.at ?? null, untilOn: reached?.untilOn ?? null };
    },
  );
}
