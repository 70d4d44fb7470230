import { accessNowAndBefore, type AccessRow } from './access-list.rules';

const now = new Date('2026-11-24T23:10:00Z');
let rows = 0;
const row = (facts: Partial<AccessRow> = {}): AccessRow => ({
  id: `r${(rows += 1)}`,
  kind: 'user',
  principalId: `p${rows}`,
  name: 'Leila',
  sourceId: null,
  reason: 'assigned',
  parts: [],
  until: null,
  givenBy: null,
  named: false,
  from: new Date('2026-11-01T08:00:00Z'),
  ...facts,
});

describe('who has a case', () => {
  it('those who answer for it come first, then the houses, each by when it began', () => {
    const list = accessNowAndBefore(
      [
        row({ kind: 'shelter', reason: 'stay', name: 'Argane' }),
        row({ name: 'Karim', from: new Date('2026-11-03T08:00:00Z') }),
        row({ reason: 'registered', name: 'Leila' }),
      ],
      now,
    );
    expect(list.now.map(({ name }) => name)).toEqual(['Leila', 'Karim', 'Argane']);
    expect(list.before).toEqual([]);
  });

  it('what ended is history, the last to end first; what ends later still counts', () => {
    const list = accessNowAndBefore(
      [
        row({ name: 'long ago', until: new Date('2026-11-02T08:00:00Z') }),
        row({ name: 'this very instant', until: now }),
        row({ name: 'tomorrow', until: new Date('2026-11-25T08:00:00Z') }),
      ],
      now,
    );
    expect(list.now.map(({ name }) => name)).toEqual(['tomorrow']);
    expect(list.before.map(({ name }) => name)).toEqual(['this very instant', 'long ago']);
  });

  it('a request that every house could read is one line with how many', () => {
    const asked = { kind: 'shelter', reason: 'request', sourceId: 's1' } as const;
    const list = accessNowAndBefore(
      [row(asked), row(asked), row(asked), row({ ...asked, sourceId: 's2', until: now })],
      now,
    );
    expect(list.now.map(({ name, count }) => [name, count])).toEqual([[null, 3]]);
    expect(list.before.map(({ count }) => count)).toEqual([1]);
  });
});
