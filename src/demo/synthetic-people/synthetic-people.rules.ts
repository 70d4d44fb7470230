/** Invented people whose totals equal the published ones; the same seed and day give the same people. */
import { type CivilDate, addDays, ageOn } from '../../../modules/platform/shared/nights.rules';
import { type NewPerson, type Sex, unknownPerson } from '../../../modules/beneficiaries';
import { FOREIGN, MOROCCAN, type Origin, type Spelling } from './invented-names.data';
import { FAMILIES, OTHER_PURPOSES, PEOPLE_BY_YEAR, PUBLISHED } from './margins.data';
import { Chance } from './random.rules';

export interface SyntheticPerson extends NewPerson {
  /** 1 to 719, in order of registration; people of a family follow one another. */
  ref: number;
  /** Code of the list stages, as things stand on the as-of date. */
  stage: string;
}

type AgeGroup = 'child' | 'minor' | 'adult' | 'mother' | 'unknown';

/** What is fixed by the totals, before anything is invented. */
interface Outline {
  sex: Sex;
  origin: Origin;
  group: AgeGroup;
  purpose: string | null;
  relation: string | null;
}
type Unit = Outline[];

export function syntheticPeople(seed: number, asOf: CivilDate): SyntheticPerson[] {
  const chance = new Chance(seed);
  const families = outlineFamilies(chance);
  const singles = outlineSingles(chance, families.flat());
  sharePurposes(chance, families.flat(), singles);
  const dated = spreadOverYears(chance, families, singles, asOf);
  const people: SyntheticPerson[] = [];
  let family = 0;
  for (const { unit, day } of dated) {
    if (unit.length > 1) family += 1;
    people.push(...invent(chance, unit, day, asOf, people.length, family));
  }
  return people;
}

const foreigner = (chance: Chance): Origin =>
  chance.weighted(FOREIGN.map((origin) => [origin, origin.weight] as const));

function outlineFamilies(chance: Chance): Unit[] {
  const { withOne, withTwo, withThree, moroccan } = FAMILIES;
  const sizes = chance.shuffle([
    ...Array<number>(withOne).fill(1),
    ...Array<number>(withTwo).fill(2),
    ...Array<number>(withThree).fill(3),
  ]);
  return sizes.map((children, place) => {
    const origin = place < moroccan ? MOROCCAN : foreigner(chance);
    const member = (sex: Sex, group: AgeGroup, relation: string): Outline => ({
      sex,
      origin,
      group,
      purpose: null,
      relation,
    });
    return [
      member('female', 'mother', 'self'),
      ...Array.from({ length: children }, () =>
        member(chance.happens(0.53) ? 'male' : 'female', 'child', 'child'),
      ),
    ];
  });
}

/** Everyone else, so that with the families each total is met exactly. */
function outlineSingles(chance: Chance, inFamilies: Outline[]): Outline[] {
  const left = (total: number, already: (person: Outline) => boolean): number =>
    total - inFamilies.filter(already).length;
  const sexes = chance.shuffle<Sex>([
    ...Array<Sex>(left(PUBLISHED.male, ({ sex }) => sex === 'male')).fill('male'),
    ...Array<Sex>(left(PUBLISHED.female, ({ sex }) => sex === 'female')).fill('female'),
  ]);
  const origins = chance.shuffle<Origin>([
    ...Array<Origin>(left(PUBLISHED.moroccan, ({ origin }) => origin === MOROCCAN)).fill(MOROCCAN),
    ...Array.from({ length: left(PUBLISHED.foreign, ({ origin }) => origin !== MOROCCAN) }, () =>
      foreigner(chance),
    ),
  ]);
  const groups = chance.shuffle<AgeGroup>([
    ...Array<AgeGroup>(left(PUBLISHED.minors, ({ group }) => group === 'child')).fill('minor'),
    ...Array<AgeGroup>(left(PUBLISHED.adults, ({ group }) => group === 'mother')).fill('adult'),
    ...Array<AgeGroup>(PUBLISHED.people - PUBLISHED.minors - PUBLISHED.adults).fill('unknown'),
  ]);
  return sexes.map((sex, place) => ({
    sex,
    origin: origins[place]!,
    group: groups[place]!,
    purpose: null,
    relation: null,
  }));
}

/** Small children beg or came along; the other purposes go to those of an age and sex they fit. */
function sharePurposes(chance: Chance, inFamilies: Outline[], singles: Outline[]): void {
  const give = (purpose: string, count: number, among: Outline[]): number => {
    const chosen = chance
      .shuffle(among.filter((person) => person.purpose === null))
      .slice(0, count);
    for (const person of chosen) person.purpose = purpose;
    return count - chosen.length;
  };
  const children = inFamilies.filter(({ group }) => group === 'child');
  const mothers = inFamilies.filter(({ group }) => group === 'mother');
  const women = singles.filter(({ sex }) => sex === 'female');
  const men = singles.filter(({ sex }) => sex === 'male');
  const { sexual, begging, forced_labour } = PUBLISHED.purposes;
  give('begging', 32, children);
  give('begging', begging - 32, singles);
  give('sexual', 44, mothers);
  const rest = give('sexual', sexual - 44 - 60, women);
  give('sexual', 60 + rest, men);
  give('forced_labour', forced_labour, men);
  for (const [purpose, count] of Object.entries(OTHER_PURPOSES)) give(purpose, count, singles);
}

/** Families and single people on days of three years, as many people a year as margins.ts says. */
function spreadOverYears(
  chance: Chance,
  families: Unit[],
  singles: Outline[],
  asOf: CivilDate,
): { unit: Unit; day: CivilDate }[] {
  const familiesLeft = chance.shuffle(families);
  const singlesLeft = chance.shuffle(singles);
  return PEOPLE_BY_YEAR.flatMap((people, year) => {
    const share = Math.round((people / PUBLISHED.people) * families.length);
    const ofFamilies = familiesLeft.splice(0, year === 2 ? families.length : share);
    const alone = people - ofFamilies.flat().length;
    const units = chance.shuffle([
      ...ofFamilies,
      ...singlesLeft.splice(0, alone).map((one) => [one]),
    ]);
    const firstDay = addDays(asOf, (year - 3) * 365 + 1);
    return units.map((unit, place) => ({
      unit,
      day: addDays(firstDay, Math.floor(((place + chance.next()) * 365) / units.length)),
    }));
  });
}

function invent(
  chance: Chance,
  unit: Unit,
  day: CivilDate,
  asOf: CivilDate,
  before: number,
  family: number,
): SyntheticPerson[] {
  const arabic = chance.happens(0.5);
  const stock = unit[0]!.origin.names;
  const surname = chance.pick(stock.family);
  const stage = stageAt(chance, day, asOf, unit[0]!);
  const recruitment = unit[0]!.origin === MOROCCAN ? moroccanRegion(chance) : 'abroad';
  const exploitation = chance.happens(0.08) ? 'unknown' : moroccanRegion(chance);
  const languages = someLanguages(chance, unit[0]!.origin);
  let youngestMother = 20;
  const children = unit.slice(1).map(() => chance.between(0, 12));
  if (children.length > 0) youngestMother = Math.max(...children) + 17;
  return unit.map((outline, place) => {
    const ref = before + place + 1;
    const years = yearsOf(chance, outline.group, children[place - 1] ?? 0, youngestMother);
    const grown = outline.group !== 'child';
    const phone = grown && chance.happens(0.62) ? inventedPhone(ref) : null;
    return {
      ...unknownPerson(day),
      ref,
      stage,
      names: inventName(chance, outline, surname, arabic),
      sex: outline.sex,
      ...inventAge(chance, years, day),
      nationality: outline.origin.nationality,
      languages,
      regionRecruitment: recruitment,
      regionExploitation: exploitation,
      exploitation: inventExploitation(chance, outline),
      accessNeed: chance.weighted([
        ['step_free', 4],
        ['none', 46],
        [null, 50],
      ] as const),
      pregnant:
        outline.sex !== 'female' || !grown || outline.group === 'minor'
          ? null
          : chance.weighted([
              [true, 5],
              [false, 60],
              [null, 35],
            ] as const),
      medical: chance.weighted([
        [true, 16],
        [false, 54],
        [null, 30],
      ] as const),
      phone,
      safeContact: phone === null ? null : inventSafeContact(chance),
      documents: inventDocuments(chance, outline, ref),
      story: grown && chance.happens(0.3) ? chance.pick(STORIES) : null,
      familyKey: unit.length > 1 ? `famille-${String(family).padStart(2, '0')}` : null,
      relation: outline.relation,
    };
  });
}

function inventName(
  chance: Chance,
  { sex, origin }: Outline,
  surname: Spelling,
  arabic: boolean,
): NewPerson['names'] {
  const given = chance.pick(sex === 'male' ? origin.names.male : origin.names.female);
  const script = arabic ? 1 : 0;
  return {
    given: given[script],
    family: chance.happens(0.9) ? surname[script] : null,
    aliases: chance.happens(0.12) ? [given[1 - script]!] : [],
  };
}

function yearsOf(
  chance: Chance,
  group: AgeGroup,
  child: number,
  youngestMother: number,
): number | null {
  switch (group) {
    case 'child':
      return child;
    case 'minor':
      return chance.weighted([
        [13, 1],
        [14, 2],
        [15, 3],
        [16, 4],
        [17, 4],
      ] as const);
    case 'adult':
      return chance.happens(0.7) ? chance.between(18, 29) : chance.between(30, 58);
    case 'mother':
      return chance.between(Math.max(20, youngestMother), Math.max(36, youngestMother + 8));
    case 'unknown':
      return null;
  }
}

/** The age at registration is always given where it is known; the date or the year only sometimes. */
function inventAge(
  chance: Chance,
  years: number | null,
  day: CivilDate,
): Pick<NewPerson, 'birthDate' | 'birthYear' | 'ageAtRegistration' | 'ageCertainty'> {
  const nothing = { birthDate: null, birthYear: null, ageAtRegistration: years };
  if (years === null) return { ...nothing, ageCertainty: 'unknown' };
  const certainty = chance.weighted([
    ['exact', 58],
    ['year', 14],
    ['declared', 18],
    ['estimated', 10],
  ] as const);
  const thisYear = Number(day.slice(0, 4));
  if (certainty === 'year') {
    const turned = years === 0 || chance.happens(0.5);
    return { ...nothing, birthYear: thisYear - years - (turned ? 0 : 1), ageCertainty: 'year' };
  }
  if (certainty !== 'exact') return { ...nothing, ageCertainty: certainty };
  const birthDate = birthDateFor(years, day, chance.between(0, 364));
  return {
    birthDate,
    birthYear: Number(birthDate.slice(0, 4)),
    ageAtRegistration: ageOn(birthDate, day),
    ageCertainty: 'exact',
  };
}

/** A birth date of someone of that age: some days before the anniversary of the registration. */
function birthDateFor(years: number, day: CivilDate, daysBefore: number): CivilDate {
  const anniversary = `${Number(day.slice(0, 4)) - years}${day.slice(4).replace('-02-29', '-02-28')}`;
  const date = addDays(anniversary, -daysBefore);
  return ageOn(date, day) === years ? date : anniversary;
}

function inventExploitation(
  chance: Chance,
  { purpose, group }: Outline,
): NewPerson['exploitation'] {
  if (purpose === null) return { acts: [], means: [], purposes: [] };
  const acts = chance.shuffle(['recruit', 'entice', 'transport', 'house', 'receive', 'transfer']);
  const means = chance.shuffle([
    'abuse_vulnerability',
    'deception',
    'threat_force',
    'use_force',
    'fraud',
    'abuse_authority',
  ]);
  const young = group === 'child' || group === 'minor';
  return {
    acts: acts.slice(0, chance.between(1, 3)),
    means: means.slice(0, young ? chance.between(0, 1) : chance.between(1, 3)),
    purposes: [purpose],
  };
}

const moroccanRegion = (chance: Chance): string =>
  chance.weighted([
    ['06', 26],
    ['01', 17],
    ['04', 13],
    ['03', 11],
    ['07', 10],
    ['02', 8],
    ['09', 6],
    ['05', 5],
    ['08', 1],
    ['10', 1],
    ['11', 1],
    ['12', 1],
  ] as const);

const someLanguages = (chance: Chance, { languages }: Origin): string[] =>
  chance.happens(0.45) ? [languages[0]!] : [languages[0]!, chance.pick(languages.slice(1))];

/** Numbers of a block that is given to nobody we know of, one a person, in true form. */
const inventedPhone = (ref: number): string => `+212600000${String(ref).padStart(3, '0')}`;

function inventSafeContact(chance: Chance): NewPerson['safeContact'] {
  const mayCall = chance.weighted([
    [true, 62],
    [false, 23],
    [null, 15],
  ] as const);
  if (mayCall === null) return null;
  return {
    mayCall,
    safeTimes: mayCall ? chance.pick(['9 h – 12 h', 'après 18 h', 'بعد الخامسة مساء', null]) : null,
    channel: mayCall
      ? chance.pick(['call', 'sms', 'whatsapp'])
      : chance.pick(['third_person', 'in_person']),
    callerName: chance.pick(['l’école de couture', 'المركز الصحي', 'une amie', null]),
    mustNotKnow: chance.pick([
      'sa famille au village',
      'le logeur du rez-de-chaussée',
      'جيران الدرب القديم',
      null,
    ]),
  };
}

function inventDocuments(
  chance: Chance,
  { origin, group }: Outline,
  ref: number,
): NewPerson['documents'] {
  if (!chance.happens(group === 'child' ? 0.2 : 0.45)) return [];
  const number = String(ref).padStart(4, '0');
  if (origin === MOROCCAN)
    return [
      group === 'child' || group === 'minor'
        ? { kind: 'birth_certificate', number: `ZZ-${number}/FICTIF` }
        : { kind: 'national_id', number: `ZZ90${number}` },
    ];
  return [{ kind: 'passport', number: `ZX00${number}9` }];
}

const STORIES = [
  'Récit inventé : elle dit avoir été conduite d’une ville à l’autre et privée de ses papiers.',
  'Récit inventé : le travail promis n’était pas celui qui a été donné ; aucun salaire reçu.',
  'Récit inventé : demande surtout à dormir et à prévenir une sœur, plus tard.',
  'رواية مختلقة: طُلب منها تسديد دين لم توافق عليه، وتريد تعلم مهنة.',
  'رواية مختلقة: كان يتسول كل يوم ويسلم ما يجمعه لشخص يعرفه.',
];

function stageAt(chance: Chance, day: CivilDate, asOf: CivilDate, { purpose }: Outline): string {
  const recent = day > addDays(asOf, -45);
  const running = day > addDays(asOf, -300);
  if (recent)
    return chance.weighted([
      ['first_contact', 15],
      ['presumed', 30],
      ['reflection_period', 25],
      ['identified', 15],
      ['assisted', 15],
    ] as const);
  if (running)
    return chance.weighted([
      ['assisted', 52],
      ['exiting', 14],
      ['followed_up', 18],
      ['closed', 12],
      ['not_victim', purpose === null ? 4 : 0],
    ] as const);
  return chance.weighted([
    ['closed', 78],
    ['followed_up', 14],
    ['assisted', 5],
    ['not_victim', purpose === null ? 3 : 0],
  ] as const);
}
