import { busiest, grid } from './week-grid.rules';

describe('when the line is busy', () => {
  it('none and four are one step: one call cannot be distinguished from none', () => {
    const { rows } = grid([{ weekday: 1, hour: 0, calls: 4 }]);
    expect(rows).toHaveLength(7);
    expect(rows[0]!.cells).toHaveLength(24);
    expect(rows.flatMap(({ cells }) => cells).every(({ step }) => step === 0)).toBe(true);
  });

  it('the steps grow up to the busiest hour', () => {
    const { rows, bounds } = grid([
      { weekday: 5, hour: 23, calls: 24 },
      { weekday: 5, hour: 22, calls: 15 },
      { weekday: 5, hour: 21, calls: 5 },
    ]);
    expect(bounds).toEqual([5, 10, 15, 20]);
    const friday = rows[4]!.cells;
    expect([friday[23]!.step, friday[22]!.step, friday[21]!.step, friday[20]!.step]).toEqual([
      4, 3, 1, 0,
    ]);
  });

  it('names the busiest hour, and none where all are few', () => {
    expect(busiest([{ weekday: 2, hour: 3, calls: 4 }])).toBeNull();
    expect(
      busiest([
        { weekday: 2, hour: 3, calls: 9 },
        { weekday: 6, hour: 23, calls: 9 },
      ]),
    ).toEqual({ weekday: 2, hour: 3, calls: 9 });
    expect(busiest([])).toBeNull();
  });
});
