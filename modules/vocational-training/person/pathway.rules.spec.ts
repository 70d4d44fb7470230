import { stationStateAt, type Station } from './pathway.rules';

const at = (station: Station, state: string | null) =>
  stationStateAt(station, [{ station, state, on: '2026-11-02' }]);

describe('the path of one person', () => {
  it('is ahead where nothing has happened', () => {
    expect(
      stationStateAt('work', [{ station: 'training', state: 'started', on: '2026-11-02' }]),
    ).toBe('ahead');
  });

  it.each([
    ['orientation', null, 'done'],
    ['training', 'waiting', 'now'],
    ['training', 'started', 'now'],
    ['training', 'certified', 'done'],
    ['training', 'dropped_out', 'end'],
    ['recognition', 'gap_training', 'now'],
    ['recognition', 'certified_partial', 'done'],
    ['recognition', 'not_eligible', 'end'],
    ['work', 'placed', 'now'],
    ['work', 'started', 'done'],
    ['work', 'ended', 'end'],
    ['project', 'submitted', 'now'],
    ['project', 'running', 'done'],
    ['project', 'refused', 'end'],
  ] as const)('%s, %s: %s', (station, state, drawn) => {
    expect(at(station, state)).toBe(drawn);
  });
});
