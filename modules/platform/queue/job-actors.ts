import type { Actor } from '../shared/actor';
import type { JobKind } from './job-kinds';

/** Port: finds the actor of a job; src/ports connects the access module. */
export abstract class JobActors {
  /**
   * The person (or system user) as they are now, with the rights they have now; null when the
   * account was withdrawn. With the token through which a program asked, no more than its scope; null once it ended.
   */
  abstract actorOf(userId: string, tokenId: string | null): Promise<Actor | null>;
  /** The named system user of what happens by itself; `sweep-jobs` also keeps the books of jobs. */
  abstract systemFor(kind: JobKind): Promise<Actor>;
}
