import type { AllHouseFigures } from './house.figures';

export interface HouseFiguresView extends Omit<AllHouseFigures, 'editions'> {
  /** Where a quarter was asked for, or nothing. */
  readonly quarter: string | null;
  readonly shelterId: string | null;
  /** Only the reader's own shelters. */
  readonly own: boolean;
  /** The closed quarters to choose from, the present one first. */
  readonly quarters: readonly string[];
  /** Labels of destinations. */
  readonly destinations: Readonly<Record<string, string>>;
}
