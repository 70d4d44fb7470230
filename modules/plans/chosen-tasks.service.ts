import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { TaskRow } from './task.queries';
import { type Postponement, Tasks } from './tasks.service';

/** A task that stayed as it was, and why. */
export interface RefusedTask {
  readonly id: string;
  readonly code: string;
}

export interface ChosenTasksResult {
  readonly changed: readonly string[];
  readonly refused: readonly RefusedTask[];
}

/** Several tasks at once: each that may be is changed, the others are named with the reason. */
@Injectable()
export class ChosenTasks {
  constructor(
    private readonly transactions: Transactions,
    private readonly tasks: Tasks,
  ) {}

  done(actor: Actor, ids: readonly string[]): Promise<ChosenTasksResult> {
    return this.each(actor, ids, (tx, task) => this.tasks.doneIn(tx, task));
  }

  postpone(
    actor: Actor,
    ids: readonly string[],
    postponement: Postponement,
  ): Promise<ChosenTasksResult> {
    return this.each(actor, ids, (tx, task) => this.tasks.postponeIn(tx, task, postponement));
  }

  /** In one order for everybody, so that two who choose the same do not wait for each other for ever. */
  private each(
    actor: Actor,
    ids: readonly string[],
    change: (tx: Tx, task: TaskRow) => Promise<void>,
  ): Promise<ChosenTasksResult> {
    return this.transactions.run(actor, async (tx) => {
      const changed: string[] = [];
      const refused: RefusedTask[] = [];
      for (const id of [...new Set(ids)].sort()) {
        try {
          await change(tx, await this.tasks.findOpen(tx, id));
          changed.push(id);
        } catch (error) {
          // A rule about the day itself is no matter of this task: the form is shown again.
          if (!(error instanceof DomainError) || isAboutTheForm(error)) throw error;
          refused.push({ id, code: error.code });
        }
      }
      return { changed, refused };
    });
  }
}

const isAboutTheForm = ({ code, field }: DomainError): boolean =>
  field !== undefined && code !== 'plans.not_later';
