import { bridgePicture } from './bridge-picture.view';
import { bridgeOf, type BridgeRow } from './bridge.rules';

const row = (
  part: BridgeRow['part'],
  amount: string,
  reason: BridgeRow['reason'] = null,
  items: number | null = null,
): BridgeRow => ({ part, amount, reason, items });

/** 10,000.00 of ours; theirs 9,712.35 = 10,000.00 − 400.00 + 100.00 + 12.35. */
const ROWS = [
  row('ours', '10000.00'),
  row('theirs', '9712.35'),
  row('match', '-12.35', 'exchange_difference', 1),
  row('open_theirs', '-100.00', 'missing_here', 2),
  row('open_ours', '400.00', 'timing', 3),
];

describe('the bridge from our total to an agency’s', () => {
  it('is explained where all that differs has a reason', () => {
    const bridge = bridgeOf(ROWS);
    expect(bridge.parts.map(({ part, amount }) => `${part} ${amount}`)).toEqual([
      'open_ours 400.00',
      'open_theirs -100.00',
      'match -12.35',
    ]);
    expect(bridge).toMatchObject({ explained: '287.65', unexplained: '0.00', unexplainedItems: 0 });
  });

  it('says what is unexplained, and is not explained by two that cancel out', () => {
    const bridge = bridgeOf([
      ...ROWS,
      row('open_ours', '50.00', null, 1),
      row('open_theirs', '-50.00', null, 1),
    ]);
    expect(bridge).toMatchObject({ unexplained: '0.00', unexplainedItems: 2 });
    const more = bridgeOf([
      row('ours', '100.00'),
      row('theirs', '70.00'),
      row('open_ours', '30.00', null, 1),
    ]);
    expect(more).toMatchObject({ explained: '0.00', unexplained: '30.00', unexplainedItems: 1 });
  });

  it('is drawn from one total to the other without a step missing, and mirrored', () => {
    const picture = bridgePicture(bridgeOf(ROWS), false);
    expect(picture.blocks.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual([
      'ours 10000.00',
      'less -400.00',
      'more 100.00',
      'more 12.35',
      'theirs 9712.35',
    ]);
    expect(picture.isCut).toBe(true);
    expect(picture.blocks[3]!.level).toBe(picture.blocks[4]!.y);
    const mirrored = bridgePicture(bridgeOf(ROWS), true);
    expect(mirrored.blocks[0]!.x).toBe(picture.blocks[4]!.x);
  });

  it('is drawn where nothing has come yet', () => {
    const { blocks, isCut } = bridgePicture(bridgeOf([]), false);
    expect(blocks.map(({ height }) => height)).toEqual([2, 2]);
    expect(isCut).toBe(false);
  });
});
