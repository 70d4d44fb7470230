/** The form of a draft: what is written already, and an empty place for the next goal and step. */
import type { FormState } from '../platform/web/forms';
import type { PlanVersion } from './read-plans.service';

export type PostedFields = Record<string, unknown>;

const STEP = /^goals\.(\d{1,2})\.steps\.(\d{1,2})\.(\w+)$/;
const GOAL = /^goals\.(\d{1,2})\.(\w+)$/;
const filled = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** Without the empty places: a step without words, a goal without words and steps. */
export function withoutBlanks(posted: PostedFields): PostedFields {
  const kept = Object.entries(posted).filter(([name]) => {
    const [, goal, step] = STEP.exec(name) ?? [];
    return step === undefined || filled(posted[`goals.${goal}.steps.${step}.what`]);
  });
  const steps = new Set(kept.map(([name]) => STEP.exec(name)?.[1]));
  return Object.fromEntries(
    kept.filter(([name]) => {
      const goal = GOAL.exec(name)?.[1];
      return goal === undefined || filled(posted[`goals.${goal}.title`]) || steps.has(goal);
    }),
  );
}

/** The words of a draft under the names of the form's fields. */
export function valuesOf(draft: PlanVersion): FormState['values'] {
  const values: Record<string, string> = { revision: String(draft.revision) };
  const put = (name: string, value: string | null | undefined) => {
    if (value) values[name] = value;
  };
  put('wishes', draft.wishes);
  put('agreement.decision', draft.agreement?.decision);
  put('agreement.on', draft.agreement?.on);
  put('agreement.how', draft.agreement?.how);
  put('agreement.language', draft.agreement?.language);
  for (const [g, goal] of draft.goals.entries()) {
    put(`goals.${g}.key`, goal.key);
    put(`goals.${g}.dimension`, goal.dimension);
    put(`goals.${g}.title`, goal.title);
    for (const [s, step] of goal.steps.entries()) {
      const at = `goals.${g}.steps.${s}`;
      put(`${at}.key`, step.key);
      put(`${at}.what`, step.what);
      put(`${at}.who`, step.who);
      put(`${at}.userId`, step.userId);
      put(`${at}.dueOn`, step.dueOn);
    }
  }
  return values;
}

/** With a goal of safety to write, where there is none yet. */
export function withSafetyGoal(values: FormState['values']): FormState['values'] {
  const goals = Object.keys(values).flatMap((name) => GOAL.exec(name)?.[1] ?? []);
  const [areas, next] = [
    goals.map((goal) => values[`goals.${goal}.dimension`]),
    Math.max(-1, ...goals.map(Number)) + 1,
  ];
  return areas.includes('safety') ? values : { ...values, [`goals.${next}.dimension`]: 'safety' };
}

/** The places of the form: each goal with one empty step more, and one empty goal more. */
export function placesOf(values: FormState['values']) {
  const most = (numbers: number[]) => Math.max(-1, ...numbers) + 1;
  const names = Object.keys(values);
  const goals = most(names.map((name) => Number(/^goals\.(\d{1,2})\./.exec(name)?.[1] ?? -1)));
  return Array.from({ length: Math.min(20, goals + 1) }, (_, g) => {
    const steps = most(
      names
        .map((name) => STEP.exec(name))
        .filter((found) => Number(found?.[1]) === g)
        .map((found) => Number(found![2])),
    );
    return {
      ordinal: g + 1,
      prefix: `goals.${g}.`,
      key: values[`goals.${g}.key`] ?? null,
      isNew: g === goals,
      steps: Array.from({ length: Math.min(20, steps + 1) }, (_none, s) => ({
        ordinal: s + 1,
        prefix: `goals.${g}.steps.${s}.`,
        key: values[`goals.${g}.steps.${s}.key`] ?? null,
      })),
    };
  });
}
