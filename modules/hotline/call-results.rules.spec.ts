import { suppressCallResults } from './call-results.rules';

describe('what calls led to, where small numbers are hidden', () => {
  it('is shown as it is to whoever sees the calls as well', () => {
    const became = { case: 3, request: 2, hold: 1, help: 2 };
    expect(suppressCallResults(became, 0)).toEqual(became);
  });

  it('hides what is small, and nothing else where all is large', () => {
    expect(suppressCallResults({ case: 60, request: 40, hold: 20, help: 35 }, 11)).toEqual({
      case: 60,
      request: 40,
      hold: 20,
      help: 35,
    });
    expect(suppressCallResults({ case: 60, request: 60, hold: 49, help: 4 }, 11)).toMatchObject({
      help: null,
    });
  });

  it('hides beds where the files beside them would disclose how few needed none', () => {
    expect(suppressCallResults({ case: 60, request: 57, hold: 30, help: 45 }, 11)).toEqual({
      case: 60,
      request: null,
      hold: 30,
      help: 45,
    });
  });

  it('hides holds where the requests beside them would disclose how few had no bed', () => {
    expect(suppressCallResults({ case: 60, request: 40, hold: 38, help: 35 }, 11)).toEqual({
      case: 60,
      request: 40,
      hold: null,
      help: 35,
    });
  });

  it('hides help where it would disclose how few asked for none, or for both', () => {
    // Twenty needed no bed; three of the forty with a bed asked for more.
    expect(suppressCallResults({ case: 60, request: 40, hold: 20, help: 23 }, 11).help).toBeNull();
    // Five of sixty asked for a bed alone.
    expect(suppressCallResults({ case: 60, request: 40, hold: 20, help: 55 }, 11).help).toBeNull();
    expect(suppressCallResults({ case: 60, request: 40, hold: 20, help: 20 }, 11).help).toBe(20);
  });
});
