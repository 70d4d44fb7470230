/** Rules of attendance: daily allowance, share of presence, dropout risk. */
import type { CivilDate } from '../../platform/shared/nights.rules';

export const MARKS = ['present', 'absent', 'excused'] as const;
export type Mark = (typeof MARKS)[number];

export interface PayRule {
  /** Decimal text. */
  readonly stipend: string;
  readonly transport: string;
  readonly paysExcused: boolean;
}

const ZERO = '0.00';

/** Who was present gets both; who was excused the stipend where the course pays it; who was absent nothing. */
export function allowanceFor(
  mark: Mark,
  { stipend, transport, paysExcused }: PayRule,
): { readonly stipend: string; readonly transport: string } {
  if (mark === 'present') return { stipend, transport };
  return { stipend: mark === 'excused' && paysExcused ? stipend : ZERO, transport: ZERO };
}

export interface DayMark {
  readonly on: CivilDate;
  readonly mark: Mark;
}

/** In hundredths of the days that were marked and not excused; null where there are none. */
export function presenceOf(marks: readonly DayMark[]): number | null {
  const counted = marks.filter(({ mark }) => mark !== 'excused');
  if (counted.length === 0) return null;
  const present = counted.filter(({ mark }) => mark === 'present').length;
  return Math.round((100 * present) / counted.length);
}

export interface DropoutRiskRules {
  readonly absencesInARow: number;
  /** In hundredths. */
  readonly leastPresence: number;
}

export type DropoutRisk =
  | { readonly kind: 'absences'; readonly count: number }
  | { readonly kind: 'presence'; readonly share: number };

/** Fewest days for a meaningful share of presence. */
const FEWEST_DAYS = 3;

/** Signs of leaving, by the marks until today: the last absences in a row, and a share of presence that is low. */
export function dropoutRisksOf(marks: readonly DayMark[], rules: DropoutRiskRules): DropoutRisk[] {
  const counted = [...marks]
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .filter(({ mark }) => mark !== 'excused');
  const since = counted.findLastIndex(({ mark }) => mark === 'present');
  const absences = counted.length - 1 - since;
  const share = presenceOf(counted);
  const signs: DropoutRisk[] = [];
  if (absences >= rules.absencesInARow) signs.push({ kind: 'absences', count: absences });
  if (share !== null && counted.length >= FEWEST_DAYS && share < rules.leastPresence) {
    signs.push({ kind: 'presence', share });
  }
  return signs;
}
