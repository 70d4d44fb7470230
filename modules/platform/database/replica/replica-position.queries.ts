import { limited, sleep } from '../../shared/time-limit';
import { type ReplicaState, type ServerPosition, stateOfReplica } from './replica.rules';

/** Asks a server for POSITION, on any connection of it. */
export type AskPosition = () => Promise<unknown>;

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/**
 * On a primary, the flushed WAL position: from there on a commit is acknowledged and visible to others, and nothing
 * beyond it is sent to a replica.
 */
export const POSITION = `
  SELECT (SELECT system_identifier FROM pg_control_system())::text AS system, pg_is_in_recovery() AS "isReplica",
         CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END::text AS position`;

export async function positionOf(ask: AskPosition): Promise<ServerPosition> {
  const [row] = (await ask()) as ServerPosition[];
  return row!;
}

/** Waits until the replica has what the primary had, no longer than `withinMs`; each question is bounded too. */
export async function awaitReplica(
  primary: ServerPosition,
  askReplica: AskPosition,
  withinMs: number,
  answersWithinMs: number,
): Promise<ReplicaState> {
  const end = performance.now() + withinMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const replica = await limited(answersWithinMs, positionOf(askReplica));
    const state = stateOfReplica(primary, replica);
    const left = end - performance.now();
    if (state !== 'behind' || left <= 0) return state;
    await sleep(Math.min(pause, left));
  }
}
