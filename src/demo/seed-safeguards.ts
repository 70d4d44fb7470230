import type { INestApplicationContext } from '@nestjs/common';
import {
  AgeAssessments,
  BreakGlass,
  CaseAccess,
  CaseLinks,
  Conflicts,
  KeepApart,
  NetworkLinks,
  Restrictions,
} from '../../modules/beneficiaries';
import { Transactions } from '../../modules/platform/database/transactions';
import { addDays } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';
import type { RegisteredPerson } from './seed-people';

/** What guards people, so that its pages show something: invented reasons for invented people. */
export async function seedSafeguards(
  app: INestApplicationContext,
  programme: SeededProgramme,
  people: readonly RegisteredPerson[],
): Promise<void> {
  const [leila, karim, salma, houda] = await Promise.all(
    ['leila', 'karim', 'salma', 'houda'].map((key) => programme.actor(key)),
  );
  const hers = people.filter(({ officer, family }) => officer === 'leila' && family === null);
  const [watched, hunted, apart, urgent] = hers.slice(-4).map(({ caseId }) => caseId) as [
    string,
    string,
    string,
    string,
  ];
  const access = app.get(CaseAccess);
  for (const id of [watched, hunted]) await access.assign(leila!, id, salma!.userId);
  await app
    .get(Conflicts)
    .block(leila!, watched, {
      userId: karim!.userId,
      scope: 'family',
      reason: 'Il connaît la famille du recruteur (inventé).',
    });
  await app.get(KeepApart).decide(leila!, watched, apart);
  const networks = app.get(NetworkLinks);
  await networks.addLink(leila!, apart, { name: 'Le groupe du port (inventé)', side: 'linked' });
  const { said } = await app.get(Transactions).run(leila!, (tx) => networks.of(tx, apart));
  const { networkId } = said[0]!;
  await networks.addLink(leila!, watched, { networkId, side: 'exploited' });
  await networks.keepApart(leila!, watched, { networkId });
  const links = app.get(CaseLinks);
  await links.add(leila!, watched, { kind: 'sibling', otherCaseId: hunted });
  await links.add(leila!, watched, { kind: 'co_victim', otherCaseId: urgent });
  const ageless = hers.findLast(({ age }) => age === null);
  if (ageless) {
    const today = await app.get(Transactions).run(leila!, (tx) => Promise.resolve(tx.today));
    await app
      .get(AgeAssessments)
      .record(leila!, ageless.caseId, {
        on: addDays(today, -6),
        low: 17,
        high: 18,
        margin: 1,
        conclusion: 'undetermined',
        methods: ['interview', 'social'],
        institution: 'social_service',
        agreement: 'assent',
        benefitOfDoubt: false,
        note: 'Compte ses années par les récoltes (inventé).',
      });
  }
  await app
    .get(Restrictions)
    .set(salma!, hunted, {
      reason: 'Des hommes ont demandé après elle devant le foyer (inventé).',
      userIds: [leila!.userId, houda!.userId],
    });
  const [row] = await app
    .get(Transactions)
    .run(leila!, (tx) =>
      tx.query<{ number: string }>('SELECT case_number AS number FROM cases WHERE id = $1', [
        urgent,
      ]),
    );
  await app
    .get(BreakGlass)
    .break(houda!, {
      caseNumber: row!.number,
      cause: 'medical',
      note: 'Amenée inconsciente aux urgences, l’hôpital demande ses allergies (inventé).',
    });
}
