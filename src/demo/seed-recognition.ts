import type { INestApplicationContext } from '@nestjs/common';
import { Organisations } from '../../modules/organisations';
import { Transactions } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';
import {
  Assessors,
  Awards,
  type NewStandard,
  Portfolio,
  Procedures,
  RecognitionAssessments,
  Standards,
} from '../../modules/recognition';

const LINE = 'ILO-1.1';
const UNITS = [
  ['Préparer et cuire un repas', true],
  ['Tenir la cuisine propre et sûre', true],
  ['Tenir le stock et les achats', true],
  ['Servir en salle', false],
] as const;
const STITCHES = [
  ['Prendre les mesures et couper', true],
  ['Assembler et coudre à la machine', true],
  ['Retoucher et finir', true],
] as const;

const standard = (
  authorityId: string,
  lineId: string,
  title: string,
  more: Partial<NewStandard>,
): NewStandard => ({
  authorityId,
  lineId,
  title,
  isco: '5120',
  field: '10',
  language: 'fra',
  origin: 'Référentiel de démonstration (inventé)',
  since: '2025-01-01',
  currentYears: 5,
  fee: '450.00',
  currency: 'MAD',
  units: [],
  ...more,
});
const units = (all: readonly (readonly [string, boolean])[]) =>
  all.map(([title, required]) => ({ title, required }));

interface RecognitionSeedContext {
  readonly app: INestApplicationContext;
  readonly officer: Actor;
  readonly assessor: Actor;
  readonly today: CivilDate;
  readonly standardId: string;
  /** By their place in the standard. */
  readonly unitIds: readonly string[];
}

/** An invented standard, and people at each point of the way to its certificate; with how many. */
export async function seedRecognition(
  app: INestApplicationContext,
  seeded: SeededProgramme,
  people: readonly RegisteredPerson[],
  today: CivilDate,
): Promise<string> {
  const [officer, programme] = [await seeded.actor('leila'), await seeded.actor('nadia')];
  const assessor = await seeded.actor('karim');
  const amal = await seeded.actor('amal');
  const authority = await app
    .get(Organisations)
    .create(amal, {
      code: 'OFFICE-METIERS',
      kind: 'partner',
      name: 'Office des métiers (inventé)',
    });
  const lineId = seeded.grant.lines[LINE]!;
  const standards = app.get(Standards);
  const cook = await standards.add(
    programme,
    standard(authority.id, lineId, 'Cuisinière de collectivité', { units: units(UNITS) }),
  );
  await standards.add(
    programme,
    standard(authority.id, lineId, 'Couturière', {
      isco: '7531',
      field: '07',
      units: units(STITCHES),
    }),
  );
  const { units: found } = await standards.one(officer, cook.id);
  const context = {
    app,
    officer,
    assessor,
    today,
    standardId: cook.id,
    unitIds: found.map(({ id }) => id),
  };
  const who = await open(app, officer, people);
  const ways = [enquired, gathering, judged, filling, certified, inPart] as const;
  for (const [place, way] of ways.entries()) if (who[place]) await way(context, who[place]);
  return `${Math.min(who.length, ways.length)} people whose skills are being recognised`;
}

async function open(
  app: INestApplicationContext,
  officer: Actor,
  people: readonly RegisteredPerson[],
): Promise<string[]> {
  const theirs = people.filter((one) => (one.age ?? 0) >= 18 && one.officer === 'leila');
  const rows = await app
    .get(Transactions)
    .run(officer, (tx) =>
      tx.query<{ id: string }>(
        `SELECT c.id FROM cases c WHERE c.id = ANY ($1) AND c.stage <> 'closed' AND c.merged_into IS NULL ORDER BY c.case_number LIMIT 6`,
        [theirs.map(({ caseId }) => caseId)],
      ),
    );
  return rows.map(({ id }) => id);
}

async function walk(
  { app, officer, today, standardId }: RecognitionSeedContext,
  caseId: string,
  last: 'enquiry' | 'portfolio_open',
): Promise<string> {
  const procedures = app.get(Procedures);
  const { id } = await procedures.begin(officer, caseId, {
    standardId,
    on: addDays(today, -40),
    note: 'Elle a tenu la cuisine d’un restaurant pendant six ans (texte inventé).',
  });
  if (last === 'enquiry') return id;
  for (const [at, to] of (['eligible', 'counselled', 'portfolio_open'] as const).entries()) {
    await procedures.step(officer, caseId, id, { to, on: addDays(today, -35 + 2 * at) });
  }
  return id;
}

async function collect(
  { app, officer, today, unitIds }: RecognitionSeedContext,
  caseId: string,
  id: string,
) {
  const portfolio = app.get(Portfolio);
  const add = (
    place: number,
    form: 'work_sample' | 'employer' | 'certificate',
    days: number,
    description: string,
  ) =>
    portfolio.add(officer, caseId, id, {
      unitId: unitIds[place]!,
      form,
      on: addDays(today, -days),
      description,
    });
  return [
    await add(0, 'work_sample', 60, 'Un repas pour quarante personnes, avec photos (inventé)'),
    await add(1, 'employer', 700, 'Lettre d’un restaurant : deux ans en cuisine (inventé)'),
    await add(2, 'certificate', 3000, 'Attestation d’un stage d’économat, ancienne (inventé)'),
  ].map((one) => one.id);
}

const enquired = (context: RecognitionSeedContext, caseId: string) =>
  walk(context, caseId, 'enquiry');

async function gathering(context: RecognitionSeedContext, caseId: string): Promise<void> {
  await collect(context, caseId, await walk(context, caseId, 'portfolio_open'));
}

/** Submitted, the pieces judged, and one unit found. */
async function judged(context: RecognitionSeedContext, caseId: string): Promise<string> {
  const { app, officer, assessor, today, unitIds } = context;
  const id = await walk(context, caseId, 'portfolio_open');
  const pieces = await collect(context, caseId, id);
  const on = addDays(today, -20);
  await app.get(Procedures).step(officer, caseId, id, { to: 'portfolio_submitted', on });
  await app.get(Assessors).ask(officer, caseId, id, { assessorId: assessor.userId!, on });
  await app.get(Assessors).declare(assessor, caseId, id, { conflict: 'none', on: addDays(on, 1) });
  const day = addDays(on, 5);
  const yes = { authentic: true, sufficient: true, valid: true, current: true, on: day };
  for (const [place, piece] of pieces.entries()) {
    const judgement = place === 2 ? { ...yes, current: false } : yes;
    await app.get(Portfolio).judge(assessor, caseId, id, piece, judgement);
  }
  await find(context, caseId, id, unitIds[0]!, 'competent', day);
  return id;
}

const find = (
  { app, assessor }: RecognitionSeedContext,
  caseId: string,
  id: string,
  unitId: string,
  result: 'competent' | 'partly',
  on: CivilDate,
) => {
  const demonstrated = result === 'competent';
  return app
    .get(RecognitionAssessments)
    .recordResult(assessor, caseId, id, { unitId, result, demonstrated, on });
};

/** Assessed: the second unit competent, the third as said. */
async function found(
  context: RecognitionSeedContext,
  caseId: string,
  third: 'competent' | 'partly',
): Promise<string> {
  const { app, assessor, today, unitIds } = context;
  const id = await judged(context, caseId);
  const on = addDays(today, -14);
  await find(context, caseId, id, unitIds[1]!, 'competent', on);
  await find(context, caseId, id, unitIds[2]!, third, on);
  await app.get(RecognitionAssessments).conclude(assessor, caseId, id, { outcome: 'assessed', on });
  return id;
}

async function filling(context: RecognitionSeedContext, caseId: string): Promise<void> {
  const id = await found(context, caseId, 'partly');
  const on = addDays(context.today, -10);
  await context.app.get(Procedures).step(context.officer, caseId, id, { to: 'gap_training', on });
}

async function certified(context: RecognitionSeedContext, caseId: string): Promise<void> {
  const id = await found(context, caseId, 'competent');
  const on = addDays(context.today, -7);
  const award = { kind: 'full' as const, on, holder: 'Nour Alami (inventé)' };
  await context.app.get(Awards).issue(context.officer, caseId, id, award);
}

async function inPart(context: RecognitionSeedContext, caseId: string): Promise<void> {
  const id = await found(context, caseId, 'partly');
  const award = { kind: 'partial' as const, on: addDays(context.today, -7) };
  await context.app.get(Awards).issue(context.officer, caseId, id, award);
}
