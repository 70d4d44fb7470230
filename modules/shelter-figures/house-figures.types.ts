import type { AllHouseFigures } from './house.figures';

export interface HouseFiguresView extends Omit<AllHouseFigures, 'editions'> {
  /** Where a quarter was asked for, or nothing. */
  readonly quarter: string | null;
  readonly shelterId: string | null;
  /** Of the reader's own houses alone. */
  readonly own: boolean;
  /** The closed quarters to choose from, the present one first. */
  readonly quarters: readonly string[];
  /** What the codes of the list of destinations are called. */
  readonly destinations: Readonly<Record<string, string>>;
}
