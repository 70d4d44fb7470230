import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions';
import type { Actor, Language } from '../shared/actor';
import {
  SCHEDULED_TASK_KINDS,
  type ScheduledTaskKind,
  type JobKind,
  WORK_KINDS,
} from './job-kinds';
import type { WorkKind, WorkParams } from './job-kinds';
import type { JobResult } from './jobs';

/** A piece of work in hand. The handler opens its own transactions, as `actor`. */
export interface WorkItem<K extends WorkKind = WorkKind> {
  readonly id: string;
  readonly kind: K;
  readonly params: WorkParams[K];
  /** The one who asked, with the rights they have now. */
  readonly actor: Actor;
  readonly language: Language;
  readonly attempt: number;
  /** Fires when the asker cancels or another runner has taken over. */
  readonly signal: AbortSignal;
  /** In a short transaction of its own; throws where the work should stop. */
  progress(percent: number, step?: string): Promise<void>;
  /** Must be called in the transaction that writes the result. */
  finish(tx: Tx, result?: JobResult): Promise<void>;
}

export interface WorkHandler<K extends WorkKind = WorkKind> {
  readonly kind: K;
  run(work: WorkItem<K>): Promise<void>;
}

export interface ScheduledTask {
  readonly kind: ScheduledTaskKind;
  run(actor: Actor): Promise<void>;
}

/** Each module adds its own when it starts; a kind without a handler, or with two, stops the start. */
@Injectable()
export class JobHandlers {
  private readonly handlers = new Map<JobKind, WorkHandler | ScheduledTask>();

  addWork<K extends WorkKind>(handler: WorkHandler<K>): void {
    this.add(handler as unknown as WorkHandler);
  }

  addScheduledTask(handler: ScheduledTask): void {
    this.add(handler);
  }

  work(kind: WorkKind): WorkHandler {
    return this.handlers.get(kind) as WorkHandler;
  }

  scheduledTask(kind: ScheduledTaskKind): ScheduledTask {
    return this.handlers.get(kind) as ScheduledTask;
  }

  assertComplete(): void {
    const missing = [...WORK_KINDS, ...SCHEDULED_TASK_KINDS].filter(
      (kind) => !this.handlers.has(kind),
    );
    if (missing.length) throw new Error(`nobody handles ${missing.join(', ')}`);
  }

  private add(handler: WorkHandler | ScheduledTask): void {
    if (this.handlers.has(handler.kind)) throw new Error(`two handlers for ${handler.kind}`);
    this.handlers.set(handler.kind, handler);
  }
}
