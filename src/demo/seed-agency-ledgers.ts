import type { INestApplicationContext } from '@nestjs/common';
import { MatchLedgers, Reconciliation, SignMonth } from '../../modules/reconciliation';
import { sumOf, written } from '../../modules/grant-budgeting';
import { ImportOnce } from '../../modules/imports';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

type Statement = Awaited<ReturnType<Reconciliation['statement']>>;
type OurItem = Statement['ours'][number];

interface Row {
  readonly reference: string;
  readonly on: CivilDate;
  readonly amount: string;
  readonly line: string;
  readonly document: OurItem['document'];
}

const HEAD = 'agency;month;reference;date;amount;document amount;document currency;line';

/**
 * What the three agencies' own ledgers might say, made from ours with what differs in life: nights and
 * services as one bill a month, a rate of their own, a bank charge, a bill that comes a month later.
 * All months but the last are signed by two people.
 */
export async function seedAgencyLedgers(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  today: CivilDate,
): Promise<string> {
  const now = clock.now();
  const [omar, nadia] = [await programme.actor('omar'), await programme.actor('nadia')];
  const { agencies } = await app.get(Reconciliation).list(omar);
  let signed = 0;
  for (const { grantId, organisationId, code, months } of agencies) {
    const where = { grantId, organisationId };
    const over = months
      .filter(({ ours }) => ours !== '0.00')
      .map(({ month }) => month)
      .filter((month) => month.slice(0, 7) < today.slice(0, 7));
    for (const [ago, month] of [...over.entries()].reverse()) {
      const key = month.slice(0, 7);
      const isLast = ago === 0;
      const received = new Date(`${addDays(firstAfter(month), isLast ? 8 : 11)}T10:00:00Z`);
      // In the first days of a month, the ledger of the last one came today.
      clock.set(received < now ? received : now);
      const { ours } = await app.get(Reconciliation).statement(omar, where, key);
      const own = ours.filter(({ bookedOn }) => bookedOn >= month);
      const rows = rowsOf(own, month, isLast);
      if (rows.length > 0) await bring(app, omar, { code, key, rows });
      if (!isLast) {
        await matchAll(app, omar, where, key);
        await app.get(SignMonth).take(omar, where, key, { step: 'prepared' });
        await app.get(SignMonth).take(nadia, where, key, { step: 'signed' });
        signed += 1;
      }
    }
  }
  clock.set(now);
  return `ledgers of ${agencies.length} agencies beside ours, ${signed} months signed by two people`;
}

const firstAfter = (month: CivilDate): CivilDate => `${addDays(month, 32).slice(0, 7)}-01`;

/** One row a bill; what has no number of its own as one bill a line and month. */
function rowsOf(ours: readonly OurItem[], month: CivilDate, isLast: boolean): Row[] {
  const until = addDays(firstAfter(month), -1);
  const within = (day: CivilDate) => (day < month ? month : day > until ? until : day);
  const groups = new Map<string, OurItem[]>();
  for (const item of ours) {
    const key = item.reference ? item.key : item.group;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const rows = [...groups.values()].map((items, at): Row => {
    const [first, last] = [items[0]!, items.at(-1)!];
    return {
      reference: first.reference ?? `${first.line}-${month.slice(2, 7)}-${at + 1}`,
      on: within(addDays(last.on, first.reference ? 3 : 0)),
      amount: written(sumOf(items.map(({ amount }) => amount))),
      line: first.line,
      document: items.length === 1 ? first.document : null,
    };
  });
  if (!isLast) return rows.filter(({ amount }) => amount !== '0.00');
  const other = rows.findIndex(({ document }) => document !== null && document.currency !== 'USD');
  return [
    ...rows
      .map((row, at) =>
        at === other ? { ...row, amount: written(sumOf([row.amount]).times('1.0118')) } : row,
      )
      .filter((row, at) => row.amount !== '0.00' && (at === other || at % 5 !== 3)),
    {
      reference: `BANK-${month.slice(2, 7)}`,
      on: until,
      amount: '18.40',
      line: '',
      document: null,
    },
  ];
}

async function bring(
  app: INestApplicationContext,
  omar: Awaited<ReturnType<SeededProgramme['actor']>>,
  { code, key, rows }: { code: string; key: string; rows: readonly Row[] },
): Promise<void> {
  const total = written(sumOf(rows.map(({ amount }) => amount)));
  const lines = rows.map(({ reference, on, amount, document, line }) =>
    [code, key, reference, on, amount, document?.amount ?? '', document?.currency ?? '', line].join(
      ';',
    ),
  );
  const text = [HEAD, ...lines, `;;Total;;${total};;;`].join('\n');
  const { errors } = await app.get(ImportOnce).run(omar, 'agency-ledgers', Buffer.from(text));
  if (errors[0]) throw new Error(`the ledger of ${code}: ${errors[0].sentence}`);
}

/** Whatever the rules propose, and a reason for the rest. */
async function matchAll(
  app: INestApplicationContext,
  omar: Awaited<ReturnType<SeededProgramme['actor']>>,
  where: { grantId: string; organisationId: string },
  key: string,
): Promise<void> {
  const matching = app.get(MatchLedgers);
  const seen = () => app.get(Reconciliation).statement(omar, where, key);
  if ((await seen()).proposals.some(({ sure }) => sure)) await matching.matchSure(omar, where, key);
  for (const { ours, theirs, reason } of (await seen()).proposals) {
    await matching.match(omar, where, key, {
      items: [...ours, ...theirs],
      ...(reason && { reason }),
    });
  }
  const { ours, theirs } = await seen();
  const items = [...ours, ...theirs]
    .filter(({ reason }) => reason === null)
    .map((item) => item.key);
  if (items.length > 0) await matching.explain(omar, where, key, { items, reason: 'timing' });
}
