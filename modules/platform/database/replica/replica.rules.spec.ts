import { ReplicaLag, type ServerPosition, stateOfReplica } from './replica.rules';

const primaryAt = (position: string): ServerPosition => ({
  system: '7441',
  isReplica: false,
  position,
});
const replicaAt = (position: string): ServerPosition => ({
  system: '7441',
  isReplica: true,
  position,
});

describe('a replica', () => {
  it.each([
    ['has what the primary has', '0/3000148', '0/3000148', 'ready'],
    ['is ahead of what was asked', '0/3000148', '0/3000200', 'ready'],
    ['lacks one record', '0/3000148', '0/3000147', 'behind'],
    ['is compared as numbers, not as text', '0/A000000', '0/10000000', 'ready'],
    ['is compared by the first number first', '1/0', '0/FFFFFFFF', 'behind'],
    ['has passed the first number', 'F/FFFFFFFF', '10/0', 'ready'],
  ] as const)('%s', (_, primary, replica, state) =>
    expect(stateOfReplica(primaryAt(primary), replicaAt(replica))).toBe(state),
  );

  it('that became a primary is none, wherever its log stands', () =>
    expect(stateOfReplica(primaryAt('0/1'), { ...replicaAt('0/2'), isReplica: false })).toBe(
      'promoted',
    ));

  it('of another primary is none', () =>
    expect(stateOfReplica(primaryAt('0/1'), { ...replicaAt('0/2'), system: '7442' })).toBe(
      'foreign',
    ));
});

describe('the lag of a replica', () => {
  it('is none while nothing is written, however long', () => {
    const lag = new ReplicaLag();
    const [primary, replica] = [primaryAt('0/5'), replicaAt('0/5')];
    expect([0, 3_600_000].map((now) => lag.look(primary, replica, now))).toEqual([0, 0]);
  });

  it('counts from when it was first seen to lack something, until it has that', () => {
    const lag = new ReplicaLag();
    const seen = [
      lag.look(primaryAt('0/5'), replicaAt('0/4'), 1_000),
      lag.look(primaryAt('0/7'), replicaAt('0/4'), 3_000),
      lag.look(primaryAt('0/8'), replicaAt('0/6'), 4_000),
      lag.look(primaryAt('0/9'), replicaAt('0/6'), 5_500),
      lag.look(primaryAt('0/9'), replicaAt('0/9'), 6_000),
    ];
    expect(seen).toEqual([0, 2_000, 0, 1_500, 0]);
  });

  it('is not known of a server that is no replica', () =>
    expect(
      new ReplicaLag().look(primaryAt('0/5'), { ...replicaAt('0/5'), isReplica: false }, 0),
    ).toBeNull());
});
