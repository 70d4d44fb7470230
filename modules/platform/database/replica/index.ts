/** Long reads on a streaming replica, where it is near enough. */
export { awaitReplica, type Query } from './replica-position.queries';
export { ReplicaReads, type ReadTransactions } from './replica-reads';
export type { ReplicaState } from './replica.rules';
