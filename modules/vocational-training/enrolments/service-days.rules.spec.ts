import { serviceDays } from './service-days.rules';

describe('the days of a session on which a service is planned', () => {
  const days = ['2026-11-23', '2026-11-25', '2026-11-27', '2026-11-30'];

  it('are those still to come, after today', () => {
    expect(serviceDays(days, {}, '2026-11-25')).toEqual(['2026-11-27', '2026-11-30']);
  });

  it('lie between two days, both counted', () => {
    const some = { from: '2026-11-25', until: '2026-11-27' };
    expect(serviceDays(days, some, '2026-11-20')).toEqual(['2026-11-25', '2026-11-27']);
  });

  it('are none once it is over', () => {
    expect(serviceDays(days, {}, '2026-11-30')).toEqual([]);
  });
});
