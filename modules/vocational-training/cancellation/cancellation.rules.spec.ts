import { cancellationDaysOf } from './cancellation.rules';

describe('the days from which a session may be called off', () => {
  const november = { startsOn: '2026-11-02', endsOn: '2026-11-30' };

  it('are its first day while it has not begun', () => {
    expect(cancellationDaysOf(november, '2026-11-01')).toEqual({
      first: '2026-11-02',
      last: '2026-11-02',
      usual: '2026-11-02',
    });
  });

  it('reach from its first day to tomorrow while it runs', () => {
    expect(cancellationDaysOf(november, '2026-11-10')).toEqual({
      first: '2026-11-02',
      last: '2026-11-11',
      usual: '2026-11-10',
    });
  });

  it('end with its last day', () => {
    expect(cancellationDaysOf(november, '2026-11-30')).toMatchObject({ last: '2026-11-30' });
    expect(cancellationDaysOf(november, '2026-12-01')).toBeNull();
  });
});
