import type { INestApplicationContext } from '@nestjs/common';
import {
  Advances,
  CheckReturns,
  PartnerAgreements,
  PartnerRefunds,
  PartnerReturns,
} from '../../modules/cash-transfers';
import { JTIP_GRANT } from '../../modules/grant-budgeting';
import { Transactions } from '../../modules/platform/database/transactions';
import type { SettableClock } from '../../modules/platform/shared/clock';
import { addDays, type CivilDate } from '../../modules/platform/shared/nights.rules';
import type { SeededProgramme } from './seed-programme';

/** Days before today, so that the ages of what is open are what the page is to show. */
const STEPS = { agreed: 212, first: 208, second: 100, third: 40 } as const;

/** Two partners with money: one that accounts for it, one that is late. */
export async function seedPartnerMoney(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  today: CivilDate,
): Promise<string> {
  const begins = addDays(today, -STEPS.agreed);
  if (begins < JTIP_GRANT.startsOn || addDays(today, 30) > JTIP_GRANT.endsOn) {
    return 'no money of partners: the grant has not begun for long enough, or has ended';
  }
  const now = clock.now();
  const [omar, nadia] = [await programme.actor('omar'), await programme.actor('nadia')];
  const organisations = await app.get(Transactions).run(omar, async (tx) => {
    const rows = await tx.query<{ id: string; code: string }>(
      `SELECT id, code FROM organisations WHERE code IN ('ARGANE', 'MINARET')`,
    );
    return new Map(rows.map(({ id, code }) => [code, id]));
  });
  const at = (daysAgo: number) => {
    const day = addDays(today, -daysAgo);
    clock.set(`${day}T10:00:00Z`);
    return day;
  };
  const line = (code: string) => programme.grant.lines[code]!;
  const rows = (parts: Record<string, string>) =>
    Object.entries(parts).map(([code, amount]) => ({ lineId: line(code), amount }));
  const agree = async (code: string, reference: string, amount: string, parts: object) => {
    at(STEPS.agreed);
    const { id } = await app
      .get(PartnerAgreements)
      .make(omar, {
        grantId: programme.grant.grantId,
        organisationId: organisations.get(code)!,
        reference,
        startsOn: begins,
        endsOn: addDays(today, 30),
        amount,
        currency: 'MAD',
        rows: rows(parts as Record<string, string>),
      });
    await app.get(PartnerAgreements).confirm(nadia, id);
    return id;
  };
  const advance = async (id: string, daysAgo: number, parts: object, number: string) => {
    const on = at(daysAgo);
    const asked = { quarter: on, rows: rows(parts as Record<string, string>) };
    const paper = await app.get(Advances).request(omar, id, asked);
    await app.get(Advances).decide(nadia, paper.id, { decision: 'authorised' });
    await app.get(Advances).pay(omar, paper.id, { on, document: number });
  };
  const report = async (id: string, daysAgo: number, parts: object, number: string, less = '0') => {
    const day = at(daysAgo);
    const month = `${addDays(`${day.slice(0, 7)}-01`, -1).slice(0, 7)}-01`;
    const spent = Object.entries(parts as Record<string, string>).map(([code, amount], place) => ({
      lineId: line(code),
      month,
      amount,
      document: `${number}-${place + 1}`,
    }));
    const given = { rows: spent, document: number, interest: less === '0' ? '0' : '41.20' };
    const paper = await app.get(PartnerReturns).enter(omar, id, given);
    if (less === 'unchecked') return;
    const [first] = await app
      .get(Transactions)
      .run(nadia, (tx) =>
        tx.query<{ id: string; amount: string }>(
          `SELECT id, amount::numeric(14,2) AS amount FROM partner_paper_rows WHERE paper_id = $1 ORDER BY amount LIMIT 1`,
          [paper.id],
        ),
      );
    const part = { rowId: first!.id, agreed: less, reason: 'papers_missing' };
    await app
      .get(CheckReturns)
      .decide(nadia, paper.id, { decision: 'accepted', ...(less !== '0' && { rows: [part] }) });
  };

  const argane = await agree('ARGANE', 'ACC-ARGANE-2026', '900000.00', {
    'IOM-2.1': '600000.00',
    'IOM-2.3': '300000.00',
  });
  await app
    .get(PartnerAgreements)
    .rate(nadia, argane, { rating: 'moderate', reason: 'assessment', validFrom: begins });
  await advance(argane, STEPS.first, { 'IOM-2.1': '150000.00', 'IOM-2.3': '80000.00' }, 'V-201');
  await report(argane, 170, { 'IOM-2.1': '96400.00', 'IOM-2.3': '41250.50' }, 'R-01', '38000.00');
  await report(argane, 108, { 'IOM-2.1': '53600.00', 'IOM-2.3': '42000.00' }, 'R-02');
  await advance(argane, STEPS.second, { 'IOM-2.1': '140000.00', 'IOM-2.3': '60000.00' }, 'V-233');
  await report(argane, 48, { 'IOM-2.1': '128300.00', 'IOM-2.3': '47900.00' }, 'R-03');
  await advance(argane, STEPS.third, { 'IOM-2.1': '120000.00', 'IOM-2.3': '55000.00' }, 'V-260');
  await report(argane, 12, { 'IOM-2.1': '61750.00', 'IOM-2.3': '18020.00' }, 'R-04', 'unchecked');

  const minaret = await agree('MINARET', 'ACC-MINARET-2026', '240000.00', {
    'UNODC-1.1': '240000.00',
  });
  await advance(minaret, 200, { 'UNODC-1.1': '90000.00' }, 'V-218');
  await report(minaret, 120, { 'UNODC-1.1': '37400.00' }, 'R-C1');
  at(60);
  await app
    .get(PartnerAgreements)
    .rate(nadia, minaret, {
      rating: 'significant',
      reason: 'late_reports',
      validFrom: addDays(today, -60),
    });
  const on = at(20);
  await app
    .get(PartnerRefunds)
    .refund(omar, minaret, { on, document: 'R-VIR-9', rows: rows({ 'UNODC-1.1': '5000.00' }) });
  clock.set(now);
  return 'money of two partners: advances, reports, a refund, one that is late';
}
