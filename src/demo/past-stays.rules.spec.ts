import { contains, overlaps } from '../../modules/platform/shared/nights.rules';
import { pastStays, type HistoryPerson, type HistoryRoom } from './past-stays.rules';

const counting = (seed: number) => {
  let state = seed;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return {
    between: (low: number, high: number) => low + Math.floor(next() * (high - low + 1)),
    happens: (probability: number) => next() < probability,
  };
};

const person = (n: number, more: Partial<HistoryPerson> = {}): HistoryPerson => ({
  caseId: `p${n}`,
  registeredOn: '2025-12-01',
  sex: 'female',
  age: 30,
  family: null,
  ...more,
});

const rooms: HistoryRoom[] = [
  {
    roomId: 'w',
    shelterId: 's',
    mix: 'women',
    beds: [1, 2, 3, 4].map((n) => ({ bedId: `w${n}`, kind: 'single' })),
  },
  {
    roomId: 'f',
    shelterId: 's',
    mix: 'family',
    beds: [
      ...[1, 2, 3].map((n) => ({ bedId: `f${n}`, kind: 'single' })),
      { bedId: 'f4', kind: 'cot' },
    ],
  },
];
const people = [
  ...Array.from({ length: 40 }, (_, n) => person(n)),
  ...Array.from({ length: 10 }, (_, n) => [
    person(100 + n, { family: `k${n}` }),
    person(200 + n, { family: `k${n}`, age: 7, sex: 'male' }),
    person(300 + n, { family: `k${n}`, age: 1 }),
  ]).flat(),
  person(500, { sex: 'male' }),
];
const span = {
  from: '2026-01-01',
  tonight: '2026-09-30',
  keepFree: [{ roomId: 'f', from: '2026-06-01', until: '2026-07-01' }],
};
const stays = pastStays(people, rooms, span, counting(7));
const nightsOf = ({ from, until }: { from: string; until: string | null }) => ({ from, until });

describe('the invented history', () => {
  it('fills the house', () => {
    expect(stays.length).toBeGreaterThan(40);
  });

  it('never gives a bed or a person twice on a night', () => {
    for (const [at, a] of stays.entries()) {
      for (const b of stays.slice(at + 1)) {
        if (a.bedId !== b.bedId && a.caseId !== b.caseId) continue;
        expect(overlaps(nightsOf(a), nightsOf(b))).toBe(false);
      }
    }
  });

  it('keeps the room of the main job free', () => {
    const inFamilyRoom = stays.filter(({ bedId }) => bedId.startsWith('f'));
    expect(inFamilyRoom.some((stay) => contains(nightsOf(stay), '2026-06-15'))).toBe(false);
  });

  it('puts infants in cots, families together and no man among women', () => {
    for (const { bedId, caseId } of stays) {
      expect(bedId === 'f4').toBe(/^p3\d\d$/.test(caseId));
      expect(caseId).not.toBe('p500');
    }
    for (const { caseId, from } of stays.filter(({ caseId: id }) => /^p1\d\d$/.test(id))) {
      const rest = stays.filter((stay) => stay.from === from && stay.bedId.startsWith('f'));
      expect(rest.map((stay) => stay.caseId.slice(-2)).every((end) => caseId.endsWith(end))).toBe(
        true,
      );
      expect(rest).toHaveLength(3);
    }
  });
});
