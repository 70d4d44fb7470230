/** Random groups and networks: what the plan may never do, and whether any other plan would have been better. */
import * as fc from 'fast-check';
import { PLACING_DEFAULTS } from '../placing/age.rules';
import type { BedFacts, Party, PartyMember } from '../placing/placing.types';
import type { Assignment, Group } from './group.types';
import { planGroup, type PlanLimits } from './plan-group.rules';
import { openSolver, type Solver } from './solver.service';
import { figuresOf, proposeForGroup } from './group-placement.rules';

const NIGHTS = { from: '2026-11-24', until: '2026-12-24' };
const EXACT: PlanLimits = { seconds: 20, gap: 0 };

const member = (known: boolean) =>
  fc.record<Omit<PartyMember, 'caseId'>>({
    sex: known
      ? fc.constantFrom('female', 'female', 'male')
      : fc.constantFrom('female', 'female', 'male', 'other', null),
    age: fc.option(
      fc
        .constantFrom(0, 1, 5, 9, 11, 12, 16, 17, 18, 30, 64)
        .chain((low) =>
          fc
            .constantFrom(...(known ? ['exact'] : ['exact', 'exact', 'open', 'birthday']))
            .map((kind) =>
              kind === 'open'
                ? { low, high: low + 1 }
                : {
                    low,
                    high: low,
                    later:
                      kind === 'birthday'
                        ? [{ on: '2026-12-01', low: low + 1, high: low + 1 }]
                        : [],
                  },
            ),
        ),
      { freq: known ? 1_000_000 : 8 },
    ),
    accessNeed: known
      ? fc.constantFrom('none', 'no_climbing', 'step_free')
      : fc.constantFrom('none', 'none', 'step_free', null),
    language: fc.constantFrom(null, 'ar', 'wo'),
  });

const party = (known: boolean, most: number) =>
  fc.record<Party>({
    members: fc
      .array(member(known), { minLength: 1, maxLength: most })
      .map((all) => all.map((one, index) => ({ ...one, caseId: `case${index}` }))),
    related: fc.boolean(),
    nights: fc.constant(NIGHTS),
    urgency: fc.constantFrom('tonight', 'tonight', 'planned'),
  });

const roomOf = (number: number, most: number) =>
  fc
    .record({
      roomMix: fc.constantFrom('women', 'women', 'men', 'family', 'minors', 'mixed'),
      stepFree: fc.boolean(),
      roommates: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        {
          weight: 1,
          arbitrary: fc.array(
            fc.record({
              sign: fc.constantFrom('woman', 'man', 'girl', null),
              related: fc.constant(false),
            }),
            { maxLength: 2 },
          ),
        },
      ),
      beds: fc.array(
        fc.record({
          kind: fc.constantFrom('single', 'single', 'bunk_upper', 'cot', 'overflow'),
          taken: fc.constantFrom(null, null, null, 'hold', 'stay'),
          barred: fc.constantFrom(false, false, false, false, true),
        }),
        { minLength: 1, maxLength: most },
      ),
    })
    .map(({ beds, ...room }) =>
      beds.map(
        ({ taken, ...bed }, index) =>
          ({
            ...room,
            ...bed,
            bedId: `${number}-${index}`,
            label: `${number}-${index}`,
            roomId: `room${number}`,
            roomName: `room${number}`,
            shelterId: `shelter${number % 2}`,
            codeName: `house${number % 2}`,
            region: `0${number % 3}`,
            bookings: taken ? [{ kind: taken, nights: NIGHTS, sign: null }] : [],
            receives: ['woman', 'man', 'girl', 'boy', 'other'],
            inService: { from: '2020-01-01', until: null },
            languagesSpoken: ['ar'],
          }) as BedFacts,
      ),
    );

const group = (given: {
  parties: number;
  size: number;
  rooms: number;
  beds: number;
  known: boolean;
}) =>
  fc
    .record({
      parties: fc.array(party(given.known, given.size), { minLength: 1, maxLength: given.parties }),
      beds: fc
        .tuple(...Array.from({ length: given.rooms }, (_none, index) => roomOf(index, given.beds)))
        .map((all) => all.flat()),
      apart: fc.boolean(),
    })
    .map(({ parties, beds, apart }): Group => ({
      parties: parties.map((one, index) => ({
        requestId: `request${index}`,
        party: one,
        beds,
        settings: PLACING_DEFAULTS,
      })),
      apart: apart && parties.length > 1 ? [[0, 1]] : [],
    }));

// ---- the second opinion, written from docs/placement-rules.md ----

const surely = ({ age }: PartyMember): 'adult' | 'minor' | null => {
  if (!age) return null;
  const ages = [age, ...(age.later ?? [])];
  if (ages.every(({ low }) => low >= 18)) return 'adult';
  // A birthday that nobody knows may come on any night.
  const high = Math.max(...ages.map((one) => one.high)) + (age.later ? 0 : 1);
  return high < 18 ? 'minor' : null;
};

function broken({ parties, apart }: Group, assignment: Assignment): string | null {
  const beds = new Map(parties[0]!.beds.map((bed) => [bed.bedId, bed]));
  const lying = assignment.flatMap((own, index) =>
    (own ?? []).map((bedId, place) => ({
      index,
      bed: beds.get(bedId)!,
      who: parties[index]!.party.members[place]!,
    })),
  );
  for (const [index, own] of assignment.entries()) {
    if (own && own.length !== parties[index]!.party.members.length) return 'a party in part';
    const houses = new Set((own ?? []).map((bedId) => beds.get(bedId)!.shelterId));
    if (houses.size > 1) return 'a party in two shelters';
  }
  if (new Set(lying.map(({ bed }) => bed.bedId)).size < lying.length) return 'a bed twice';
  if (lying.some(({ bed }) => bed.bookings.length > 0)) return 'a bed that is taken';
  if (lying.some(({ bed }) => bed.barred)) return 'a bed that is barred';
  for (const [a, b] of apart) {
    const roofs = (party: number) =>
      lying.filter(({ index }) => index === party).map(({ bed }) => bed.shelterId);
    if (roofs(a).some((roof) => roofs(b).includes(roof))) return 'under one roof';
  }
  for (const [place, one] of lying.entries()) {
    for (const other of lying.slice(place + 1)) {
      if (one.index === other.index || one.bed.roomId !== other.bed.roomId) continue;
      if (one.bed.roomMix === 'family') return 'two parties in a family room';
      if (one.who.sex !== other.who.sex) return 'strangers of two sexes';
      if (one.who.sex !== 'female' && one.who.sex !== 'male') return 'a sex that nobody knows';
      const ages = [surely(one.who), surely(other.who)];
      if (ages[0] === null || ages[0] !== ages[1]) return `a minor beside an adult`;
    }
    const { roommates } = one.bed;
    const age = surely(one.who);
    if (
      age !== 'adult' &&
      one.who.age &&
      one.who.age.high < 17 &&
      roommates.some(({ sign }) => sign === 'woman' || sign === 'man')
    ) {
      return 'a minor beside an adult who sleeps there';
    }
    if (age === 'adult' && roommates.some(({ sign }) => sign === 'girl')) return 'beside a minor';
  }
  return null;
}

/** Every way to give each party a set of beds, judged by the rules alone. */
function bestOfAll(tiny: Group): number {
  let best = 0;
  const beds = tiny.parties[0]!.beds.map(({ bedId }) => bedId);
  const place = (assignment: (string[] | null)[]): void => {
    const index = assignment.length;
    if (index === tiny.parties.length) {
      const judged = proposeForGroup(tiny, assignment);
      if (judged.some((one, party) => one === null && assignment[party] !== null)) return;
      best = Math.max(best, figuresOf(tiny, judged).worth);
      return;
    }
    place([...assignment, null]);
    const left = beds.filter((bed) => !assignment.some((own) => own?.includes(bed)));
    for (const own of setsOf(left, tiny.parties[index]!.party.members.length)) {
      place([...assignment, own]);
    }
  };
  place([]);
  return best;
}

function setsOf<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((one, index) =>
    setsOf(items.slice(index + 1), size - 1).map((rest) => [one, ...rest]),
  );
}

describe('whatever the group and the network', () => {
  let solve: Solver;
  beforeAll(async () => {
    solve = await openSolver();
  });

  it('no plan breaks a hard or protective rule, places a party in part or gives a bed twice', () => {
    fc.assert(
      fc.property(group({ parties: 7, size: 4, rooms: 5, beds: 4, known: false }), (one) => {
        const { assignment, firstCome } = planGroup(one, solve, EXACT);
        expect(broken(one, assignment)).toBeNull();
        expect(broken(one, firstCome.assignment)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('where everything is known, no other plan is better: each was tried', () => {
    fc.assert(
      fc.property(group({ parties: 3, size: 2, rooms: 2, beds: 3, known: true }), (one) => {
        const { figures, proof } = planGroup(one, solve, EXACT);
        expect(figures.worth).toBeCloseTo(bestOfAll(one), 6);
        if (proof) expect(proof.value).toBeCloseTo(figures.worth, 6);
      }),
      { numRuns: 150 },
    );
  });
});
