/** State reported by one server. */
export interface ServerPosition {
  /** System identifier of the cluster; a replica has that of its primary. */
  readonly system: string;
  readonly isReplica: boolean;
  /** WAL position, as `16/B374D848`: flushed on a primary, replayed on a replica. */
  readonly position: string;
}

/** `behind`: it lacks something that the primary had. `promoted`: it is a primary itself. `foreign`: it copies another one. */
export type ReplicaState = 'ready' | 'behind' | 'promoted' | 'foreign';

/**
 * Whether the replica has all that the primary had acknowledged when it was asked. Positions are compared, not times:
 * where nothing is written the last transaction grows old, and the replica lacks nothing.
 */
export function stateOfReplica(primary: ServerPosition, replica: ServerPosition): ReplicaState {
  if (replica.system !== primary.system) return 'foreign';
  if (!replica.isReplica) return 'promoted';
  return numberOf(replica.position) >= numberOf(primary.position) ? 'ready' : 'behind';
}

/** A position of the log: two hexadecimal numbers of 32 bits. */
function numberOf(position: string): bigint {
  const [high, low] = position.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/**
 * For how many milliseconds the replica has lacked something that the primary had, as far as it was looked at; 0 where it
 * lacks nothing. Needs no clock that both servers share.
 */
export class ReplicaLag {
  private lacking: { readonly primary: ServerPosition; readonly since: number } | null = null;

  /** Null where the replica is none of this primary. */
  look(primary: ServerPosition, replica: ServerPosition, now: number): number | null {
    const state = stateOfReplica(primary, replica);
    if (state === 'foreign' || state === 'promoted') return null;
    if (this.lacking && stateOfReplica(this.lacking.primary, replica) === 'ready')
      this.lacking = null;
    if (state === 'behind') this.lacking ??= { primary, since: now };
    return this.lacking ? now - this.lacking.since : 0;
  }
}
