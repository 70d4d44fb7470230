/** The reasons of a bed once more, rule by rule: passed, not known, or broken. */
import type { Reason, RuleName } from './placing.types';
import { canBeSetAside } from './rule-set.rules';

export type Check = 'pass' | 'unknown' | 'fail';
/** In the order in which people look: is it there, who sleeps there, how one gets in. */
export const CHECKED_RULES = [
  'free',
  'service',
  'doors',
  'received',
  'mix',
  'minors',
  'sexes',
  'access',
  'bunk',
  'cot',
  'infant',
] satisfies RuleName[];
export type CheckedRule = (typeof CHECKED_RULES)[number];

/** Result of each rule; a rule without a reason passes. */
export function checksOf(reasons: readonly Reason[]): Record<CheckedRule, Check> {
  const checks = Object.fromEntries(CHECKED_RULES.map((rule) => [rule, 'pass'])) as Record<
    CheckedRule,
    Check
  >;
  for (const { rule, sign, hard } of reasons) {
    if (!hard || !(rule in checks)) continue;
    if (sign === 'against') checks[rule as CheckedRule] = 'fail';
    else if (sign === 'unknown' && checks[rule as CheckedRule] !== 'fail') {
      checks[rule as CheckedRule] = 'unknown';
    }
  }
  return checks;
}

/** Whether all reasons that forbid this bed can be set aside by an override. */
export function mayBeSetAside(reasons: readonly Reason[]): boolean {
  const broken = reasons.filter(({ sign, hard }) => hard && sign === 'against');
  return broken.length > 0 && broken.every(canBeSetAside);
}
