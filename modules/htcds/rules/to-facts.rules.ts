/** Converts a HTCDS record to facts of Mawa; the other fields are stored verbatim. */
import type { NewPerson, ClassificationQuestion, Stage } from '../../beneficiaries';
import { QUESTIONS, unknownPerson } from '../../beneficiaries';
import type { PlanInput } from '../../plans';
import { type CrosswalkLine, isCode } from '../../reference-lists';
import { type Cells, type HtcdsRecord, manyOf, one, type Rows } from '../htcds-record.types';
import { languageOf } from './languages.rules';
import { type HtcdsLocation, placeOfEvent, placeOfLocation, regionOf } from './locations.rules';

export type Goals = NonNullable<PlanInput['goals']>;

export interface Intake {
  readonly person: NewPerson;
  readonly reached: Stage;
  /** Parts of the classification that the record contains. */
  readonly classified: {
    readonly answers: Partial<Record<ClassificationQuestion, readonly string[]>>;
    readonly ageBegan?: number;
    readonly recruitment?: HtcdsLocation;
    readonly transit?: readonly HtcdsLocation[];
    readonly exploitation?: HtcdsLocation;
  };
  readonly goals: Goals;
}

/** The question that each field of the victim's context answers. */
export const QUESTION_OF: Readonly<Record<string, ClassificationQuestion>> = {
  vic_TypeOfExploitation: 'forms',
  vic_TypeOfSexExploitation: 'sexualForms',
  vic_ForcedLabourIndustry: 'sectors',
  vic_ExploitationWebsitesAndApps: 'exploitationPlatforms',
  vic_MethodsOfControl: 'control',
  vic_RelationshipToTrafficker: 'relation',
  vic_MethodOfRecruitment: 'recruitmentMethods',
  vic_RecruitmentWebsitesAndApps: 'recruitmentPlatforms',
};

export interface IntakeContext {
  readonly today: string;
  readonly crosswalk: readonly CrosswalkLine[];
  readonly organisations: ReadonlyMap<string, Cells>;
}

export function intakeOf(
  { rows }: HtcdsRecord,
  { today, crosswalk, organisations }: IntakeContext,
): Intake {
  const [prs, vic] = [one(rows, 'prs'), one(rows, 'vic')];
  const codeOf = (list: string, field: string, value: string) =>
    ownCode(crosswalk, list, field, value);
  const places = placesOf(rows, vic, organisations);
  const languages = [prs.prs_PrimaryLanguage, prs.prs_SecondaryLanguage]
    .map((iso) => languageOf(iso ?? ''))
    .filter((code) => code !== null);
  const [nationality = null] = manyOf(prs.prs_Citizenship).filter((c) =>
    isCode('nationalities', c),
  );
  const birthDate = prs.prs_Birthdate ?? null;
  const sex = codeOf('sexes', 'prs_Gender', prs.prs_Gender ?? '');
  const person: NewPerson = {
    ...unknownPerson(today),
    names: { given: prs.prs_FirstName ?? null, family: prs.prs_SecondName ?? null, aliases: [] },
    sex: sexOf(sex, prs.prs_Gender),
    birthDate,
    ageCertainty: birthDate ? 'exact' : 'unknown',
    nationality,
    languages: [...new Set(languages)],
    phone: prs.prs_MobilePhone ? `+${prs.prs_MobilePhone.replace(/^\+/, '')}` : null,
    documents: [...new Set(manyOf(prs.prs_IdentityNumber))].map((number) => ({
      kind: 'other',
      number,
    })),
    regionRecruitment: regionOf(places.recruitment),
    regionExploitation: regionOf(places.exploitation),
    story: rows.cco[0]?.cco_CaseComment ?? null,
  };
  return {
    person,
    reached: reachedOf(vic.vic_TraffickingStatus, one(rows, 'cas').cas_Status),
    classified: classifiedOf(vic, places, codeOf),
    goals: rows.spl.flatMap((row) => goalOf(row) ?? []).slice(0, GOALS),
  };
}

/** A gender that the programme does not distinguish is "other"; the word itself is kept. */
const sexOf = (code: string | null, gender: string | undefined): NewPerson['sex'] => {
  if (code !== null) return code as NewPerson['sex'];
  return gender === undefined || gender === 'NonSpecifiedUnknown' ? null : 'other';
};

/** The code of the same name where there is one, else the first that the standard calls so. */
function ownCode(
  crosswalk: readonly CrosswalkLine[],
  list: string,
  field: string,
  value: string,
): string | null {
  const codes = crosswalk
    .filter(
      (line) =>
        line.standard === 'htcds' &&
        line.list === list &&
        line.field === field &&
        line.value === value,
    )
    .map(({ code }) => code);
  return codes.find((code) => code === value) ?? codes[0] ?? null;
}

function reachedOf(status: string | undefined, ended: string | undefined): Stage {
  if (status === 'NotAVictimOfTrafficking') return 'not_victim';
  if (status !== 'ActualVictimOfTrafficking') return status ? 'presumed' : 'detected';
  if (ended === 'Closed' || ended === 'ClosedReferred') return 'closed';
  return ended === 'FollowUp' ? 'followed_up' : 'identified';
}

interface TraffickingLocations {
  readonly recruitment: HtcdsLocation;
  readonly transit: readonly HtcdsLocation[];
  readonly exploitation: HtcdsLocation;
}

const TRANSITS = 10;

/** Places from events, or else from the organisation that the lookup names. */
function placesOf(
  rows: Rows,
  vic: Cells,
  organisations: IntakeContext['organisations'],
): TraffickingLocations {
  const events = (type: string): HtcdsLocation[] =>
    rows.hte
      .filter(({ hte_Type }) => hte_Type === type)
      .map(placeOfEvent)
      .filter(({ country }) => country !== null);
  const named = (field: string) => placeOfLocation(organisations.get(vic[field] ?? ''));
  return {
    recruitment: events('Recruitment')[0] ?? named('vic_LocationOfRecruitment'),
    transit: events('Transit').slice(0, TRANSITS),
    exploitation: events('Exploitation')[0] ?? named('vic_LocationOfExploitation'),
  };
}

function classifiedOf(
  vic: Cells,
  { recruitment, transit, exploitation }: TraffickingLocations,
  codeOf: (list: string, field: string, value: string) => string | null,
): Intake['classified'] {
  const answers = Object.entries(QUESTION_OF)
    .map(([field, question]) => {
      const codes = manyOf(vic[field]).map((value) => codeOf(QUESTIONS[question], field, value));
      return [question, [...new Set(codes.filter((code) => code !== null))]] as const;
    })
    .filter(([, codes]) => codes.length > 0);
  const said = ({ country }: HtcdsLocation) => country !== null;
  return {
    answers: Object.fromEntries(answers),
    ...(vic.vic_AgeWhenTrafficked && { ageBegan: Number(vic.vic_AgeWhenTrafficked) }),
    ...(said(recruitment) && { recruitment }),
    ...(transit.length > 0 && { transit }),
    ...(said(exploitation) && { exploitation }),
  };
}

export const hasAnswers = ({ answers, ...more }: Intake['classified']): boolean =>
  Object.keys(answers).length + Object.keys(more).length > 0;

const DIMENSIONS: Readonly<Record<string, Goals[number]['dimension']>> = {
  Education: 'social',
  Financial: 'economic',
  Health: 'health',
  LabourExploitationRehabilitation: 'economic',
  Legal: 'legal',
  Livelihood: 'economic',
  RightsBasedTraining: 'legal',
  SexualExploitationRehabilitation: 'psychosocial',
  SocialCare: 'social',
};
const GOALS = 20;
const TITLE = 300;
const STEPS = 20;
const STEP = 500;

/** An open item becomes a goal of a draft plan; ended or too long ones are stored verbatim. */
export function goalOf(row: Cells): Goals[number] | null {
  const { spl_Objectives: title, spl_ActualEndDate: ended, spl_Type: type = '' } = row;
  const dueOn = row.spl_PlannedEndDate ?? null;
  const steps = (row.spl_ActionPlan ?? '').split('\n').filter((line) => line.trim() !== '');
  const tooLong = steps.length > STEPS || steps.some((line) => line.length > STEP);
  const dimension = DIMENSIONS[type];
  if (!title || title.length > TITLE || ended || tooLong || !dimension) return null;
  return {
    dimension,
    title,
    steps: steps.map((what, at) => ({
      what,
      who: 'team',
      dueOn: at === steps.length - 1 ? dueOn : null,
    })),
  };
}
