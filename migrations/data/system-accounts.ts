/** Who wrote and who approved the first edition of everything here, and the day from which it holds. */
export const SETTING_UP = '00000000-0000-4000-8000-000000000004';
/** Another account than `SETTING_UP`: nobody approves what they wrote. */
export const SECOND_PERSON = '00000000-0000-4000-8000-000000000003';
export const FIRST_DAY = '2020-01-01T00:00:00Z';
