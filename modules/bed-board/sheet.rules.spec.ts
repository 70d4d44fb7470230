import { cellsOfRow, nightsOfSheet } from './sheet.rules';

describe('the board on paper', () => {
  test('a week begins on the day that is asked for, a month on its first', () => {
    expect(nightsOfSheet('week', '2026-11-24')).toEqual({
      from: '2026-11-24',
      nights: 7,
      before: '2026-11-17',
      after: '2026-12-01',
    });
    expect(nightsOfSheet('month', '2026-11-24')).toEqual({
      from: '2026-11-01',
      nights: 30,
      before: '2026-10-01',
      after: '2026-12-01',
    });
    expect(nightsOfSheet('month', '2027-01-31')).toMatchObject({ nights: 31, after: '2027-02-01' });
    expect(nightsOfSheet('month', '2028-02-10').nights).toBe(29);
  });

  test('every night is in one cell, free, taken or out of service', () => {
    const stay = { startColumn: 2, span: 2 };
    const gap = { startColumn: 4, span: 3 };
    expect(cellsOfRow([stay], [gap], 7)).toEqual([
      { span: 1, bars: [], gap: null },
      { span: 2, bars: [stay], gap: null },
      { span: 3, bars: [], gap },
      { span: 1, bars: [], gap: null },
    ]);
  });

  test('where two meet on one night, both stand in its cell', () => {
    const late = { startColumn: 1, span: 3 };
    const expected = { startColumn: 3, span: 5 };
    expect(cellsOfRow([late, expected], [], 7)).toEqual([
      { span: 2, bars: [late], gap: null },
      { span: 1, bars: [late, expected], gap: null },
      { span: 4, bars: [expected], gap: null },
    ]);
  });

  test('a bed without a night in service is one empty cell', () => {
    expect(cellsOfRow([], [], 7)).toEqual([{ span: 7, bars: [], gap: null }]);
  });
});
