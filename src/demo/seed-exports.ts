import type { INestApplicationContext } from '@nestjs/common';
import { ProduceExports, type ExportRequest } from '../../modules/exports';
import { Organisations } from '../../modules/organisations';
import type { SettableClock } from '../../modules/platform/shared/clock';
import type { SeededProgramme } from './seed-programme';

type SeededExport = readonly [
  who: string,
  hoursAgo: number,
  what: Pick<ExportRequest, 'list' | 'format' | 'why'> & Partial<ExportRequest>,
];

const OFFICE: readonly SeededExport[] = [
  ['samira', 50, { list: 'stays', format: 'xlsx', why: 'coordination' }],
  ['leila', 26, { list: 'services', format: 'xlsx', why: 'case_work' }],
  ['amal', 5, { list: 'organisations', format: 'csv', why: null }],
];

/** What the register of lists shows: some for the office, one for a partner that people agreed to. */
export async function seedExports(
  app: INestApplicationContext,
  programme: SeededProgramme,
  clock: SettableClock,
  now: Date,
): Promise<number> {
  const leila = await programme.actor('leila');
  const partners = (await app.get(Organisations).list(leila)).filter(
    ({ code }) => code === 'TILLEUL',
  );
  const handedOver = partners.map(({ id }): SeededExport => {
    const to = { kind: 'organisation', id } as const;
    return ['leila', 3, { list: 'referrals', format: 'csv', why: 'agreed_with_people', to }];
  });
  for (const [key, hours, what] of [...OFFICE, ...handedOver]) {
    clock.set(new Date(now.getTime() - hours * 3_600_000));
    await take(app, programme, key, what);
  }
  clock.set(now);
  return OFFICE.length + handedOver.length;
}

/** Read to its end and thrown away: what is kept of it is its line in the register. */
async function take(
  app: INestApplicationContext,
  programme: SeededProgramme,
  key: string,
  what: SeededExport[2],
): Promise<void> {
  const filters = what.list === 'referrals' ? { show: 'all' } : {};
  const asked: ExportRequest = {
    filters,
    words: 'labels',
    to: { kind: 'office' },
    language: 'fr',
    ...what,
  };
  const { stream } = await app.get(ProduceExports).produce(await programme.actor(key), asked);
  const over = new Promise((done) => stream.once('close', done));
  stream.resume();
  await over;
}
