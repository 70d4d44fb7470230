import { FULL_UPDATE, boardUpdateOf, readChange } from './changes.rules';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const held = { shelter: A, from: '2026-11-24', until: '2026-11-27' };
const moved = { shelter: B, from: '2026-11-20', until: '2026-11-25' };

describe('board updates', () => {
  it('one hold and one move make one update, over all their nights', () => {
    expect(boardUpdateOf([held, moved, held], null)).toEqual({
      shelters: [A, B],
      from: '2026-11-20',
      until: '2026-11-27',
    });
  });

  it('an open stay has no last night', () => {
    expect(boardUpdateOf([held, { shelter: A, from: '2026-11-22' }], null)).toEqual({
      shelters: [A],
      from: '2026-11-22',
      until: null,
    });
  });

  it('a board of one shelter hears nothing of another, and of requests all the same', () => {
    expect(boardUpdateOf([moved], A)).toBeNull();
    expect(boardUpdateOf([{}, moved], A)).toEqual({ shelters: [], from: null, until: null });
  });

  it('after a line was cut everything is looked at anew', () => {
    expect(boardUpdateOf([held, null], B)).toEqual(FULL_UPDATE);
  });

  it('nothing that is not a shelter or a night is passed on', () => {
    const payload = JSON.stringify({ ...held, case: 'M-7K2', shelter: 'Mariam', from: 'x' });
    expect(readChange(payload)).toEqual({ until: '2026-11-27' });
    for (const broken of [null, '', 'x', '[', 'null']) expect(readChange(broken)).toBeNull();
  });
});
