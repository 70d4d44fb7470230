/** Steps that have a name of their own beside the state to which they lead: a payment that is undone, a month that is returned. */
export type NamedSteps = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The names of all steps of a process. */
export type StepName<Process extends NamedSteps> = {
  [State in keyof Process]: keyof Process[State];
}[keyof Process];

export const namedStepRows = (
  steps: NamedSteps,
): { from_state: string; step: string; to_state: string }[] =>
  Object.entries(steps).flatMap(([from, next]) =>
    Object.entries(next).map(([step, to]) => ({ from_state: from, step, to_state: to })),
  );
