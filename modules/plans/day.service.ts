import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { recordReading } from '../audit';
import { Intakes } from '../intake';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import { type Task, type TaskPage, Tasks } from './tasks.service';

/** Something that falls on a day without being a task: a stay that ends, a hearing. */
export interface AgendaEntry {
  readonly icon: string;
  readonly day: CivilDate;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly sentence: (language: Language) => string;
  readonly path: string;
}
export type AgendaSource = (tx: Tx, until: CivilDate) => Promise<readonly AgendaEntry[]>;

/** Port: modules supply entries for the coming days of a colleague. */
@Injectable()
export class AgendaSources {
  private readonly sources: AgendaSource[] = [];

  add(source: AgendaSource): void {
    this.sources.push(source);
  }

  async until(tx: Tx, day: CivilDate): Promise<AgendaEntry[]> {
    const entries: AgendaEntry[] = [];
    for (const source of this.sources) entries.push(...(await source(tx, day)));
    return entries.sort((a, b) => a.day.localeCompare(b.day));
  }
}

export interface Day {
  readonly today: CivilDate;
  readonly counts: TaskPage['counts'];
  readonly overdue: readonly Task[];
  readonly dueToday: readonly Task[];
  readonly coming: readonly Task[];
  readonly entries: readonly AgendaEntry[];
  /** Interviews of one's own that were begun and wait. */
  readonly paused: number;
  /** Today and the six days after. */
  readonly week: readonly { readonly day: CivilDate; readonly count: number }[];
}

/** Cases of the tasks and entries of a day. */
export const casesOf = ({ overdue, dueToday, coming, entries }: Day): (string | null)[] =>
  [overdue, dueToday, coming, entries].flatMap((some) => some.map(({ caseId }) => caseId));

const DAYS = 7;
const SHOWN = 8;

/** Monday morning: who is late, what is today, whose stay ends. */
@Injectable()
export class OfficerDay {
  constructor(
    private readonly transactions: Transactions,
    private readonly tasks: Tasks,
    private readonly sources: AgendaSources,
    private readonly intakes: Intakes,
  ) {}

  of(actor: Actor): Promise<Day> {
    return this.transactions.run(actor, async (tx) => {
      const { counts, tasks } = await this.tasks.listIn(tx, {}, null, { withDone: false });
      const last = addDays(tx.today, DAYS - 1);
      const entries = await this.sources.until(tx, last);
      const dayOf = (task: Task) => this.tasks.dayOf(task.dueAt);
      const later = tasks.filter(({ when }) => when !== 'overdue');
      const days = [...later.map(dayOf), ...entries.map(({ day }) => day)];
      const pick = (when: string) => tasks.filter((task) => task.when === when);
      const shown = {
        overdue: pick('overdue').slice(0, SHOWN),
        dueToday: pick('today').slice(0, SHOWN),
        coming: pick('coming')
          .filter((task) => dayOf(task) <= last)
          .slice(0, SHOWN),
        entries: entries.slice(0, 2 * SHOWN),
      };
      await recordReading(
        tx,
        'day.read',
        Object.values(shown).flatMap((some) => some.map(({ caseId }) => caseId)),
      );
      return {
        today: tx.today,
        counts,
        ...shown,
        paused: may(actor, 'people:register') ? (await this.intakes.mineIn(tx)).length : 0,
        week: Array.from({ length: DAYS }, (_, ahead) => {
          const day = addDays(tx.today, ahead);
          const late = (one: CivilDate) => (ahead === 0 ? one <= day : one === day);
          return { day, count: days.filter(late).length };
        }),
      };
    });
  }
}
