/**
 * Scores of a committee: weighted mean (of five) of each member, mean of these, and whether enough members have scored.
 */
export interface Criterion {
  readonly code: string;
  readonly weight: number;
}
export interface Score {
  readonly userId: string;
  readonly criterion: string;
  readonly points: number;
}
export interface ProjectScore {
  /** In hundredths of a point: 367 is 3.67. */
  readonly mean: number | null;
  readonly members: readonly { readonly userId: string; readonly mean: number }[];
  readonly criteria: readonly {
    readonly code: string;
    readonly weight: number;
    readonly mean: number | null;
    readonly points: readonly number[];
  }[];
}

const meanOf = (all: readonly number[]): number | null =>
  all.length === 0 ? null : all.reduce((sum, one) => sum + one, 0) / all.length;
const hundredths = (value: number): number => Math.round(value * 100 + 1e-9);

/** Scores of members who recused themselves do not count. */
export function scoreProject(
  criteria: readonly Criterion[],
  scores: readonly Score[],
  recused: readonly string[],
): ProjectScore {
  const counted = scores.filter(({ userId }) => !recused.includes(userId));
  const whole = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const weightOf = (code: string) => criteria.find((one) => one.code === code)?.weight ?? 0;
  const members = [...new Set(counted.map(({ userId }) => userId))].map((userId) => ({
    userId,
    own:
      counted
        .filter((one) => one.userId === userId)
        .reduce((sum, { criterion, points }) => sum + points * weightOf(criterion), 0) / whole,
  }));
  const mean = meanOf(members.map(({ own }) => own));
  return {
    mean: mean === null ? null : hundredths(mean),
    members: members.map(({ userId, own }) => ({ userId, mean: hundredths(own) })),
    criteria: criteria.map(({ code, weight }) => {
      const points = counted.filter(({ criterion }) => criterion === code).map((one) => one.points);
      const own = meanOf(points);
      return { code, weight, points, mean: own === null ? null : hundredths(own) };
    }),
  };
}
