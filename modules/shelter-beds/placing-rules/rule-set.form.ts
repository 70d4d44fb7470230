/** A rule set as a person writes it, in a form or in JSON, checked number by number. */
import type { ZodError } from 'zod';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { AGE_BOUNDS, NUMBER_BOUNDS, RULE_SET, type RuleSet } from '../placing/rule-set.rules';
import { wholeNumber } from '../../platform/shared/digits.rules';

export const MOST_POINTS = 20;

export function ruleSetFrom(written: unknown): RuleSet {
  const { success, data, error } = RULE_SET.safeParse(numbersOf(written));
  if (success) return data;
  throw new FieldErrors(problemsOf(error));
}

/** A form posts words: digits become numbers, one ticked box a list of one, no ticked box an empty list. */
function numbersOf(written: unknown): unknown {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return written;
  const { weighs = [], relaxed = [], ...groups } = written as Record<string, unknown>;
  const numbers = Object.entries(groups).map(([name, group]) => [name, withNumbers(group)]);
  return { ...Object.fromEntries(numbers), weighs: [weighs].flat(), relaxed: [relaxed].flat() };
}

function withNumbers(group: unknown): unknown {
  if (typeof group !== 'object' || group === null || Array.isArray(group)) return group;
  return Object.fromEntries(
    Object.entries(group).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string' ? (wholeNumber(value, 4) ?? value) : value,
    ]),
  );
}

function problemsOf({ issues }: ZodError): DomainError[] {
  return issues.map(({ path, code }) => {
    const field = ['rules', ...path.map(String)].join('.');
    const [group, key] = path.map(String);
    const bounds = boundsOf(group, key);
    if (code === 'custom') {
      return new DomainError('invalid', 'placing-rules.shares_cross', {}, field);
    }
    if (!bounds) return new DomainError('invalid', 'placing-rules.not_a_rule_set', {}, field);
    const [least, most] = bounds;
    return new DomainError('invalid', 'placing-rules.out_of_range', { least, most }, field);
  });
}

function boundsOf(group?: string, key?: string): readonly [number, number] | null {
  if (key === undefined) return null;
  if (group === 'ages')
    return (AGE_BOUNDS as Record<string, readonly [number, number]>)[key] ?? null;
  if (group === 'numbers') {
    return (NUMBER_BOUNDS as Record<string, readonly [number, number]>)[key] ?? null;
  }
  return group === 'points' ? [-MOST_POINTS, MOST_POINTS] : null;
}
