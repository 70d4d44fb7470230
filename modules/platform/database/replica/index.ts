/** Long reads on a streaming replica, where it is near enough. */
export { type AskPosition, awaitReplica, POSITION, positionOf } from './replica-position.queries';
export { ReplicaReads, type ReadTransactions } from './replica-reads';
export type { ReplicaState } from './replica.rules';
