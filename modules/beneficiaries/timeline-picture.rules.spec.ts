import { timelinePicture } from './timeline-picture.rules';

const on = (kind: string, ...days: string[]) => days.map((day) => ({ kind, day }));

describe('what happened, as a picture', () => {
  it('is nothing where all happened today', () => {
    expect(timelinePicture(on('service', '2026-11-24'), [], '2026-11-24')).toBeNull();
    expect(timelinePicture([], [], '2026-11-24')).toBeNull();
  });

  it('goes from the first day to today, a line for each kind, each thing at its place', () => {
    const picture = timelinePicture(
      [...on('service', '2026-11-04', '2026-11-14'), ...on('stay', '2026-11-09')],
      [],
      '2026-11-24',
    )!;
    expect([picture.from, picture.until]).toEqual(['2026-11-04', '2026-11-24']);
    expect(picture.lanes).toEqual([
      {
        kind: 'service',
        count: 2,
        marks: [
          { at: 0, count: 1, from: '2026-11-04', until: '2026-11-04' },
          { at: 50, count: 1, from: '2026-11-14', until: '2026-11-14' },
        ],
      },
      {
        kind: 'stay',
        count: 1,
        marks: [{ at: 25, count: 1, from: '2026-11-09', until: '2026-11-09' }],
      },
    ]);
  });

  it('puts under one sign what would lie on each other', () => {
    const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-06-01'];
    const { lanes } = timelinePicture(on('service', ...days), [], '2026-11-24')!;
    expect(lanes[0]!.marks.map(({ count, from, until }) => [count, from, until])).toEqual([
      [3, '2026-01-01', '2026-01-03'],
      [1, '2026-06-01', '2026-06-01'],
    ]);
  });

  it('draws each stage from its day to the next, the last one to today', () => {
    const stages = [
      { stage: 'detected', from: '2026-11-04', until: '2026-11-09' },
      { stage: 'assisted', from: '2026-11-09', until: null },
    ];
    const picture = timelinePicture([], stages, '2026-11-24')!;
    expect(picture.stages.map(({ at, width }) => [at, width])).toEqual([
      [0, 25],
      [25, 75],
    ]);
  });

  it('reaches to what is planned after today', () => {
    const picture = timelinePicture(on('stay', '2026-11-20', '2026-11-30'), [], '2026-11-24')!;
    expect(picture.until).toBe('2026-11-30');
  });

  it('names at most seven months, however long it is', () => {
    const short = timelinePicture(on('stay', '2026-08-15'), [], '2026-11-24')!;
    expect(short.ticks.map(({ day }) => day)).toEqual(['2026-09-01', '2026-10-01', '2026-11-01']);
    const year = timelinePicture(on('stay', '2025-11-24'), [], '2026-11-24')!;
    expect(year.ticks.map(({ day }) => day)).toEqual([
      '2026-01-01',
      '2026-03-01',
      '2026-05-01',
      '2026-07-01',
      '2026-09-01',
      '2026-11-01',
    ]);
    const long = timelinePicture(on('stay', '2010-05-01'), [], '2026-11-24')!;
    expect(long.ticks.length).toBeLessThanOrEqual(9);
  });
});
