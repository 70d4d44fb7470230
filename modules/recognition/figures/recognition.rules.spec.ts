import { recognitionOf } from './recognition.rules';

const YEAR = { from: '2026-01-01', until: '2027-01-01' };

describe('the figures of recognition', () => {
  const facts = {
    begun: ['2025-12-31', '2026-01-01', '2026-06-30', '2027-01-01'],
    awards: [
      { on: '2026-05-05', complete: true, units: 4 },
      { on: '2026-12-31', complete: false, units: 2 },
      { on: '2027-01-01', complete: true, units: 3 },
    ],
  };

  it('count procedures by their enquiry and certificates by their day', () => {
    expect(recognitionOf(facts, YEAR)).toEqual({ begun: 2, full: 1, partial: 1, units: 6 });
  });

  it('of the next year begin on its first day', () => {
    const next = { from: '2027-01-01', until: '2028-01-01' };
    expect(recognitionOf(facts, next)).toEqual({ begun: 1, full: 1, partial: 0, units: 3 });
  });

  it('are nothing where nothing is', () => {
    expect(recognitionOf({ begun: [], awards: [] }, YEAR)).toEqual({
      begun: 0,
      full: 0,
      partial: 0,
      units: 0,
    });
  });
});
