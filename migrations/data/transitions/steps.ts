/** From each state the states that may follow it; before the first step a record is `new`. */
export type Steps = Readonly<Record<string, readonly string[]>>;

type StepRow = Readonly<Record<'from_state' | 'to_state', string>>;

export const stepRows = (steps: Steps): StepRow[] =>
  Object.entries(steps).flatMap(([from, next]) =>
    next.map((to) => ({ from_state: from, to_state: to })),
  );

/** Pages offer the steps in the order in which they are written, which the column `place` keeps. */
export const inOrder = <Row extends object>(rows: readonly Row[]): (Row & { place: number })[] =>
  rows.map((row, place) => ({ ...row, place }));
