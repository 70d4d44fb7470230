/** Synthetic people, the same from the same seed, and how they are drawn: a few big groups and many small ones. */
const REGIONS = Array.from({ length: 12 }, (_, i) => `MA-${String(i + 1).padStart(2, '0')}`);
const NATIONALITIES = [
  'MAR',
  'CIV',
  'SEN',
  'NGA',
  'PHL',
  'CMR',
  'GIN',
  'MLI',
  'COD',
  'SYR',
  'BGD',
].concat(['IDN', 'NPL', 'TUN', 'DZA', 'MRT', 'GHA']);
const AGES_7 = ['0-11', '12-17', '18-24', '25-34', '35-49', '50+', 'unknown'];
const AGES_9 = ['0-8', '9-17', '18-20', '21-23', '24-26', '27-29', '30-38', '39-47', '48+'];
const FORMS = ['labour', 'sexual', 'begging', 'other'];
const MEANS = ['threats', 'debt', 'false', 'papers', 'violence', 'drugs', 'isolation', 'wages'];
const SERVICES = ['psy', 'legal', 'health', 'school', 'tra', 'int', 'cash'];
const YEARS = ['2022', '2023', '2024', '2025'];

function numbersFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of a list whose n-th entry is drawn as often as 1/n, or a power of it. */
function zipf(list, random, power = 1) {
  const weights = list.map((_, i) => (i + 1) ** -power);
  let left = random() * weights.reduce((sum, one) => sum + one, 0);
  return list[weights.findIndex((weight) => (left -= weight) < 0)] ?? list.at(-1);
}

const some = (list, share, random) => list.filter((_, i) => random() < share / (i + 1) ** 1.7);

/** `unknown`: how often an answer is not known. */
function drawPeople(count, random, unknown = random() * 0.08) {
  const shuffled = (list) => [...list].sort(() => random() - 0.5);
  const [ages7, ages9] = [shuffled(AGES_7.slice(0, 6)), shuffled(AGES_9)];
  const women = 0.4 + 0.5 * random();
  const abroad = 0.1 + 0.4 * random();
  const orUnknown = (value) => (random() < unknown ? 'unknown' : value);
  return Array.from({ length: count }, () => {
    const means = some(MEANS, 0.9, random);
    const purposes = some(FORMS, 1, random);
    return {
      sex: random() < 0.03 ? 'other' : random() < women ? 'female' : 'male',
      age7: orUnknown(zipf(ages7, random)),
      age9: zipf(ages9, random),
      nationality: random() < abroad ? zipf(NATIONALITIES.slice(1), random, 1.2) : 'MAR',
      origin: orUnknown(random() < abroad ? 'foreign' : 'national'),
      region: orUnknown(zipf(REGIONS, random, 1.3)),
      form: zipf(FORMS, random),
      year: zipf(YEARS, random),
      quarter: Math.floor(random() * 4),
      means: random() < unknown || means.length === 0 ? ['unknown'] : means,
      purposes: random() < unknown || purposes.length === 0 ? ['unknown'] : purposes,
      services: Array.from({ length: Math.floor(random() * 4) }, () => zipf(SERVICES, random, 2.5)),
    };
  });
}

module.exports = {
  REGIONS,
  NATIONALITIES,
  AGES_7,
  AGES_9,
  FORMS,
  MEANS,
  SERVICES,
  YEARS,
  numbersFrom,
  drawPeople,
};
