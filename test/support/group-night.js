/** Synthetic people freed on one night, and a network that is partly full; the same for a seed. */
const NIGHTS = { from: '2026-11-24', until: '2027-01-08' };
/** Rooms of a house, again and again: what it is for, its beds, whether one gets there without a step. */
const ROOMS = [
  ['women', ['single', 'single', 'bunk_lower', 'bunk_upper'], true],
  ['family', ['single', 'bunk_lower', 'bunk_upper', 'cot'], false],
  ['women', ['single', 'single', 'single'], false],
  ['men', ['bunk_lower', 'bunk_upper', 'bunk_lower', 'bunk_upper'], false],
  ['minors', ['single', 'single', 'bunk_lower', 'bunk_upper'], false],
  ['mixed', ['single', 'single', 'single', 'cot'], true],
  ['women', ['bunk_lower', 'bunk_upper'], false],
];
const OF_ALL = ['woman', 'girl', 'boy', 'man'];
const RECEIVES = [OF_ALL, ['woman', 'girl', 'boy'], OF_ALL, ['man', 'boy']];
const LANGUAGES = ['ar', 'fr', 'en', 'wo'];

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

exports.groupNight = function groupNight({ people, beds, settings, seed = 1, taken = 5 }) {
  const next = random(seed);
  const pick = (all) => all[Math.floor(next() * all.length)];
  const network = networkOf(beds, taken, pick, next);
  const parties = [];
  for (let left = people; left > 0;) {
    const members = partyOf(pick, next).slice(0, left);
    left -= members.length;
    parties.push({
      requestId: `request${parties.length}`,
      settings,
      beds: network,
      party: {
        related: true,
        nights: NIGHTS,
        urgency: 'tonight',
        members: members.map((one, index) => ({ caseId: `${parties.length}-${index}`, ...one })),
      },
    });
  }
  const apart = parties.length > 6 ? [[0, 3], [1, 4], [2, 5]] : []; // oxfmt-ignore
  return { parties, apart };
};

function partyOf(pick, next) {
  const language = pick(LANGUAGES);
  const person = (sex, low, accessNeed = 'none') => ({
    sex,
    accessNeed,
    language,
    age: { low, high: low, later: [] },
  });
  const adult = (sex) => person(sex, pick([19, 24, 31, 38, 62]), pick(['none', 'none', 'none', 'none', 'step_free', 'no_climbing'])); // oxfmt-ignore
  const child = () => person(pick(['female', 'male']), pick([0, 1, 4, 7, 9, 11]));
  const kind = next();
  if (kind < 0.5) return [adult('female')];
  if (kind < 0.62) return [adult('male')];
  if (kind < 0.72) return [person(pick(['female', 'male']), pick([13, 15, 16]))];
  if (kind < 0.94) return [adult('female'), ...Array.from({ length: pick([1, 2, 3]) }, child)];
  return [adult('female'), adult('female')];
}

function networkOf(count, taken, pick, next) {
  const beds = [];
  for (let number = 0; beds.length < count; number += 1) {
    const shelter = Math.floor(number / ROOMS.length);
    const [roomMix, kinds, stepFree] = ROOMS[number % ROOMS.length];
    const full = next() * 10 < taken;
    const sign = { women: 'woman', men: 'man', minors: 'girl', mixed: 'woman', family: 'woman' }[
      roomMix
    ];
    const sleepers = full ? Math.max(1, kinds.length - pick([0, 0, 1, 2])) : 0;
    for (const [index, kind] of kinds.slice(0, count - beds.length).entries()) {
      const occupied = index < sleepers;
      beds.push({
        bedId: `bed${beds.length}`,
        label: `${number}-${index}`,
        kind,
        roomId: `room${number}`,
        roomName: `room${number}`,
        roomMix,
        stepFree,
        shelterId: `shelter${shelter}`,
        codeName: `house${shelter}`,
        region: '04',
        receives: RECEIVES[shelter % RECEIVES.length],
        inService: { from: '2020-01-01', until: null },
        bookings: occupied
          ? [{ kind: 'stay', nights: { from: '2026-10-01', until: null }, sign }]
          : [],
        freeFrom: occupied ? null : NIGHTS.from,
        freeUntil: occupied ? null : pick([null, null, '2027-01-12']),
        roommates: Array.from({ length: sleepers - (occupied ? 1 : 0) }, () => ({
          sign,
          related: false,
        })),
        languagesSpoken: [pick(LANGUAGES), 'ar'],
        barred: next() < 0.03,
      });
    }
  }
  return beds;
}
