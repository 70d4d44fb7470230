/**
 * The rules of placing that a programme sets itself: ages, points, which soft rules weigh, and which
 * hard rules only ask. What protects people, and whether a bed is free, is never among them.
 */
import { z } from 'zod';
import { NEVER_EASED, type Reason, type RuleName } from './placing.types';

/** Ages of the rules, in completed years, each with the least and the most that a programme may set. */
export const AGE_BOUNDS = {
  infantUnder: [1, 4],
  upperBunkFrom: [3, 12],
  boyInWomensRoomUnder: [0, 18],
  siblingsApartFrom: [6, 18],
  olderFrom: [45, 90],
} as const;
export type RuleAge = keyof typeof AGE_BOUNDS;
export const RULE_AGES = Object.keys(AGE_BOUNDS) as RuleAge[];

/** Other numbers: nights free after the stay, and the share of free beds (in percent) of a house. */
export const NUMBER_BOUNDS = {
  spareNights: [1, 90],
  roomyFrom: [1, 100],
  nearlyFullUnder: [0, 99],
} as const;
export type RuleNumber = keyof typeof NUMBER_BOUNDS;
export const RULE_NUMBERS = Object.keys(NUMBER_BOUNDS) as RuleNumber[];

/** Each soft rule and the sentences that give or take its points. */
export const SOFT_SENTENCES = {
  cot: ['cot_for_infant', 'cot_would_be_better'],
  family_room: ['family_room_suits', 'family_room_kept'],
  language: ['same_language'],
  calm: ['calm_room', 'shared_room'],
  same_age: ['same_age_room'],
  low_bed: ['low_bed_older', 'low_bed'],
  long_enough: ['can_be_prolonged', 'short_after'],
  step_free_kept: ['step_free_kept'],
  overflow: ['overflow_bed'],
  balance: ['house_has_room', 'house_nearly_full'],
  together: ['one_room', 'several_rooms'],
  near: ['near_place', 'far_from_place'],
} as const satisfies Partial<Record<RuleName, readonly string[]>>;
export type SoftRuleName = keyof typeof SOFT_SENTENCES;
export const SOFT_RULE_NAMES = Object.keys(SOFT_SENTENCES) as SoftRuleName[];
export type SoftSentence = (typeof SOFT_SENTENCES)[SoftRuleName][number];
export const SOFT_CODES = Object.values(SOFT_SENTENCES).flat() as SoftSentence[];

/** A programme may let these only ask, and two people together may set one aside for a bed. */
export const RELAXABLE_RULES = ['received', 'mix', 'access', 'bunk', 'cot', 'siblings'] as const;
export type RelaxableRule = (typeof RELAXABLE_RULES)[number];
/** Nobody sets these aside: who is kept apart, minors and strangers, and whether the bed is there. */
export const NEVER_RELAXED = ['free', 'service', 'minors', 'sexes', 'infant', 'company'] as const;

export const isRelaxable = (rule: RuleName): rule is RelaxableRule =>
  (RELAXABLE_RULES as readonly RuleName[]).includes(rule);

/** Whether two people together may set this no aside. */
export const canBeSetAside = ({ rule, code }: Pick<Reason, 'rule' | 'code'>): boolean =>
  isRelaxable(rule) && !NEVER_EASED.has(code);

/** Age of majority; not a setting. */
export const ADULT_FROM = 18;
/** Somebody of a family so old may be the one who watches over an infant, if that is confirmed. */
export const YOUNG_PARENT_FROM = 12;

const MOST_POINTS = 20;
const whole = ([least, most]: readonly [number, number]) => z.number().int().min(least).max(most);
/** Rules added in later editions, without weight in earlier ones. */
const LATER: readonly SoftSentence[] = ['near_place', 'far_from_place'];
const pointsOf = (code: SoftSentence) => {
  const points = whole([-MOST_POINTS, MOST_POINTS]);
  return LATER.includes(code) ? points.default(0) : points;
};
const each = <K extends string>(keys: readonly K[], of: (key: K) => z.ZodType<number>) =>
  Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, z.ZodType<number>>;

export const RULE_SET = z
  .strictObject({
    ages: z.strictObject(each(RULE_AGES, (key) => whole(AGE_BOUNDS[key]))),
    numbers: z.strictObject(each(RULE_NUMBERS, (key) => whole(NUMBER_BOUNDS[key]))),
    points: z.strictObject(each(SOFT_CODES, pointsOf)),
    weighs: z.array(z.enum(SOFT_RULE_NAMES)),
    relaxed: z.array(z.enum(RELAXABLE_RULES)),
  })
  .refine(({ numbers }) => numbers.nearlyFullUnder < numbers.roomyFrom, {
    path: ['numbers', 'nearlyFullUnder'],
  });
export type RuleSet = z.infer<typeof RULE_SET>;

/** The first edition: our own starting values. */
export const FIRST_RULE_SET: RuleSet = {
  ages: {
    infantUnder: 2,
    upperBunkFrom: 6,
    boyInWomensRoomUnder: 12,
    siblingsApartFrom: 12,
    olderFrom: 60,
  },
  numbers: { spareNights: 14, roomyFrom: 50, nearlyFullUnder: 15 },
  points: {
    cot_for_infant: 4,
    cot_would_be_better: -2,
    family_room_suits: 3,
    family_room_kept: -4,
    same_language: 3,
    calm_room: 2,
    shared_room: -1,
    same_age_room: 1,
    low_bed_older: 2,
    low_bed: 1,
    can_be_prolonged: 2,
    short_after: -1,
    step_free_kept: -3,
    overflow_bed: -4,
    house_has_room: 1,
    house_nearly_full: -1,
    one_room: 10,
    several_rooms: -10,
    near_place: 0,
    far_from_place: 0,
  },
  weighs: SOFT_RULE_NAMES.filter((name) => name !== 'near'),
  relaxed: ['siblings'],
};

/** The ages at which some rule changes its mind about a person: of a birth date, only these matter. */
export const agesThatMatter = ({ ages }: RuleSet): number[] =>
  [...new Set([...Object.values(ages), ADULT_FROM])].sort((a, b) => a - b);
