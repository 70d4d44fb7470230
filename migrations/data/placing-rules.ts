/**
 * Two editions of the rules by which beds are proposed. A booking names the edition that it was made by, so that the
 * first one stays after the second came into force.
 */
import type { TableRows } from './insert-rows';
import { FIRST_DAY, SECOND_PERSON, SETTING_UP } from './system-accounts';

const FIRST_EDITION = {
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
  },
  weighs: [
    'cot',
    'family_room',
    'language',
    'calm',
    'same_age',
    'low_bed',
    'long_enough',
    'step_free_kept',
    'overflow',
    'balance',
    'together',
  ],
  relaxed: ['siblings'],
};

/** The region where somebody has to go weighs as well. */
const SECOND_EDITION = {
  ...FIRST_EDITION,
  points: { ...FIRST_EDITION.points, near_place: 4, far_from_place: -2 },
  weighs: [...FIRST_EDITION.weighs, 'near'],
};

const edition = (version: number, since: string, source: string, definition: object) => ({
  version,
  state: 'approved',
  definition,
  source,
  revision: 1,
  author_id: SETTING_UP,
  created_at: since,
  writers: [SETTING_UP],
  approved_by: SECOND_PERSON,
  approved_at: since,
  in_force_from: since,
});

export const PLACING_RULE_ROWS: TableRows = [
  'rule_sets',
  [
    edition(
      1,
      FIRST_DAY,
      'Starting values of the product; 18 is the age of majority of the Convention on the Rights of the Child, article 1, and of Moroccan law (Family Code, article 209).',
      FIRST_EDITION,
    ),
    edition(
      2,
      '2026-11-24T00:00:00Z',
      'Second edition of the product: as the first, and a house in the region where somebody has to go weighs.',
      SECOND_EDITION,
    ),
  ],
];
