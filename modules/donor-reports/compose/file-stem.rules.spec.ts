import { fileStemOf } from './compose-report.rules';

describe('the name of the files of a report', () => {
  const quarter = { code: '2026-Q3' };

  it('says what it is and of which period', () => {
    expect(fileStemOf('mawa-iom', quarter)).toBe('mawa-iom-2026-q3');
    expect(fileStemOf('mawa-iom', quarter, null)).toBe('mawa-iom-2026-q3');
  });

  it('differs for the statements of two partners, and names neither', () => {
    const [one, other] = [
      'a1b2c3d4-0000-4000-8000-000000000001',
      'e5f6a7b8-0000-4000-8000-000000000002',
    ].map((id) => fileStemOf('mawa-partner', quarter, id));
    expect([one, other]).toEqual([
      'mawa-partner-2026-q3-a1b2c3d4',
      'mawa-partner-2026-q3-e5f6a7b8',
    ]);
  });
});
