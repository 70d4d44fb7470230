/** How many people were left out is said to the nearest five; fewer than five is only said so. */
export interface ExcludedPeople {
  readonly few: boolean;
  readonly about: number;
}

const STEP = 5;

export const roundedExclusion = (people: number): ExcludedPeople => ({
  few: people > 0 && people < STEP,
  about: people < STEP ? 0 : Math.round(people / STEP) * STEP,
});
