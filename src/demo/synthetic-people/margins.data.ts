/** What the commission published about the people it counted; the synthetic programme has the same totals. */

/**
 * First annual report of the national commission (CNCLT), as reported by TelQuel on 16 February
 * 2022, Yabiladi and PerspectivesMed: victims over the three years 2017 to 2019. "47.41 %
 * minors" is 192 of 405, so the age of 314 people is not known. The seventh figure, "other", is
 * not broken down: 37 people are spread by us over the remaining purposes of article 448-1 and
 * the purpose of the rest is left unknown.
 */
export const PUBLISHED = {
  people: 719,
  male: 414,
  female: 305,
  moroccan: 536,
  foreign: 183,
  minors: 192,
  adults: 213,
  purposes: { sexual: 283, begging: 56, forced_labour: 35 },
  /** Cases, not people, of 2017, 2018 and 2019. */
  cases: [17, 80, 151],
} as const;

/** Our own split of "other". */
export const OTHER_PURPOSES = { servitude: 18, criminal_armed: 12, slavery_like: 7 } as const;

/**
 * The published years count cases and leave most people undated. We take the last three years
 * up to the as-of date in their place and share 719 people as 17 : 80 : 151, largest remainder
 * last: 49, 232, 438, spread evenly within a year. So the last quarters are the fullest.
 */
export const PEOPLE_BY_YEAR = [49, 232, 438] as const;

/** Own choice: 60 mothers with 100 children, all counted among the 719. */
export const FAMILIES = { withOne: 30, withTwo: 20, withThree: 10, moroccan: 38 } as const;
