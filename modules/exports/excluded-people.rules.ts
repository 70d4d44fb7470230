/** Number of excluded people, rounded to the nearest five; below five only "fewer than five". */
export interface ExcludedPeople {
  readonly few: boolean;
  readonly about: number;
}

const STEP = 5;

export const roundedExclusion = (people: number): ExcludedPeople => ({
  few: people > 0 && people < STEP,
  about: people < STEP ? 0 : Math.round(people / STEP) * STEP,
});
