/** People and beds for the specs of placing: everything suits unless a spec says otherwise. */
import type {
  BedFacts,
  Party,
  PartyMember,
} from '../../modules/shelter-beds/placing/placing.types';

export const exactly = (years: number) => ({ low: years, high: years, later: [] });

export const aWoman = (given: Partial<PartyMember> = {}): PartyMember => ({
  caseId: 'woman',
  sex: 'female',
  age: exactly(30),
  accessNeed: 'none',
  language: null,
  ...given,
});
export const aMan = (given: Partial<PartyMember> = {}): PartyMember =>
  aWoman({ caseId: 'man', sex: 'male', ...given });
export const aGirl = (years: number, given: Partial<PartyMember> = {}): PartyMember =>
  aWoman({ caseId: `girl${years}`, age: exactly(years), ...given });
export const aBoy = (years: number, given: Partial<PartyMember> = {}): PartyMember =>
  aMan({ caseId: `boy${years}`, age: exactly(years), ...given });

export const aParty = (members: PartyMember[], given: Partial<Party> = {}): Party => ({
  members,
  related: true,
  nights: { from: '2026-11-24', until: '2026-12-04' },
  urgency: 'tonight',
  ...given,
});

export const aBed = (given: Partial<BedFacts> = {}): BedFacts => ({
  bedId: 'bed1',
  label: '1',
  kind: 'single',
  roomId: 'room1',
  roomName: 'Jasmin',
  roomMix: 'women',
  stepFree: false,
  shelterId: 'shelter1',
  codeName: 'Argane',
  region: '04',
  receives: ['woman', 'girl', 'boy'],
  inService: { from: '2020-01-01', until: null },
  bookings: [],
  roommates: [],
  languagesSpoken: [],
  barred: false,
  ...given,
});

/** A room of equal beds, numbered on from its name. */
export const aRoom = (roomId: string, count: number, given: Partial<BedFacts> = {}): BedFacts[] =>
  Array.from({ length: count }, (_none, index) =>
    aBed({ bedId: `${roomId}-${index + 1}`, label: `${roomId}-${index + 1}`, roomId, ...given }),
  );
