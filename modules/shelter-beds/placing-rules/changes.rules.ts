/** Differences between two editions of the placement rules. */
import { RELAXABLE_RULES, SOFT_RULE_NAMES, type RuleSet } from '../placing/rule-set.rules';

export interface RuleChange {
  readonly of: 'ages' | 'numbers' | 'points' | 'weighs' | 'relaxed';
  readonly key: string;
  readonly before: number | boolean;
  readonly after: number | boolean;
}

export function changesBetween(before: RuleSet, after: RuleSet): RuleChange[] {
  const numbers = (['ages', 'numbers', 'points'] as const).flatMap((of) =>
    Object.keys(after[of]).map((key) => ({
      of,
      key,
      before: (before[of] as Record<string, number>)[key]!,
      after: (after[of] as Record<string, number>)[key]!,
    })),
  );
  const marks = (of: 'weighs' | 'relaxed', keys: readonly string[]) =>
    keys.map((key) => ({
      of,
      key,
      before: (before[of] as readonly string[]).includes(key),
      after: (after[of] as readonly string[]).includes(key),
    }));
  return [
    ...numbers,
    ...marks('weighs', SOFT_RULE_NAMES),
    ...marks('relaxed', RELAXABLE_RULES),
  ].filter((one) => one.before !== one.after);
}
