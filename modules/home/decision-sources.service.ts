import { Injectable } from '@nestjs/common';
import { may, type Permission } from '../access';
import { recordReading } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';

/** What waits for a decision, as its source finds it. */
export interface DecisionSubject {
  readonly id: string;
  /** The record within which it is decided, where its address needs one. */
  readonly within: string | null;
  readonly caseId: string | null;
  /** What it is called: its number, its name or its key. */
  readonly label: string | null;
}

export interface DecisionSource {
  /** Its words are `home:decisions.<key>`. */
  readonly key: string;
  /** That of the act which decides. */
  readonly permission: Permission;
  /**
   * Selects without parameters what waits for this very actor (`mawa_actor()`), never what the actor asked for: id, the
   * record within (uuid or null), case_id (or null), a label (text or null), and since when it waits.
   */
  readonly select: string;
  /** Kinds of the tasks that ask for the same decision: whoever has one of them needs no second line. */
  readonly taskKinds: readonly string[];
  /** Where it is decided. */
  readonly path: (subject: DecisionSubject) => string;
  /** It stands among the decisions elsewhere already: only the list of what arrived says it. */
  readonly isOnlyInArrivals?: true;
  /** The label in words, where it is a key or written in three languages. */
  readonly name?: (label: string, language: Language) => string;
}

/** The name of a label that holds its words by language, as JSON. */
export const nameByLanguage = (label: string, language: Language): string =>
  (JSON.parse(label) as Record<Language, string>)[language];

export interface WaitingDecision extends DecisionSubject {
  readonly source: string;
  readonly caseNumber: string | null;
  /** What is decided, in the language of the reader. */
  readonly words: string;
  readonly since: Date;
  readonly path: string;
}

export interface WaitingDecisions {
  readonly total: number;
  readonly decisions: readonly WaitingDecision[];
}

const MOST = 100;

const BESIDE_TASKS = `WHERE NOT EXISTS (SELECT FROM tasks t WHERE t.done_at IS NULL AND t.subject_id IN (w.id, w.within)
  AND t.kind = ANY (w.task_kinds) AND task_is_for(t.for_user, t.for_role, t.taken_by, mawa_actor(), mawa_roles()))`;

const unionOf = (sources: readonly DecisionSource[]): string =>
  sources
    .map(
      ({ key, select, taskKinds }) =>
        `SELECT '${key}' AS source, '{${taskKinds.join(',')}}'::text[] AS task_kinds, s.* FROM (${select}) s (id, within, case_id, label, since)`,
    )
    .join(' UNION ALL ');

/**
 * A port: modules say what of theirs waits for a second person. It is read from the records themselves, in one
 * statement, and is no row of its own: what is decided, or taken back, waits no more.
 */
@Injectable()
export class DecisionSources {
  private readonly sources: DecisionSource[] = [];

  constructor(private readonly transactions: Transactions) {}

  add(source: DecisionSource): void {
    if (this.sources.some(({ key }) => key === source.key)) {
      throw new Error(`two sources of decisions named ${source.key}`);
    }
    this.sources.push(source);
  }

  /** Every kind of decision that waits for a second person. */
  keys(): string[] {
    return this.sources.map(({ key }) => key);
  }

  /** Which of them the actor may decide at all. */
  keysFor(actor: Actor): string[] {
    return this.sourcesFor(actor).map(({ key }) => key);
  }

  /**
   * What waits for the actor and stands among no tasks of theirs, as a subquery: source, id, case_id, since. A file that
   * was shared with the actor later waits for them since then.
   */
  sqlFor(actor: Actor): string | null {
    const sources = this.sourcesFor(actor);
    if (sources.length === 0) return null;
    return `SELECT w.source, w.id, w.within, w.case_id, w.label, greatest(w.since, (SELECT min(a.from_at)
      FROM current_access a WHERE a.case_id = w.case_id)) AS since FROM (${unionOf(sources)}) w ${BESIDE_TASKS}`;
  }

  /** Where that is decided. */
  pathOf(source: string, subject: DecisionSubject): string {
    return this.sources.find(({ key }) => key === source)!.path(subject);
  }

  /** What is decided, in words. */
  wordsOf(source: string, label: string | null, language: Language): string {
    return [translate(language, `home:decisions.${source}`), this.nameOf(source, label, language)]
      .filter(Boolean)
      .join(' ');
  }

  private nameOf(source: string, label: string | null, language: Language): string | null {
    const { name } = this.sources.find(({ key }) => key === source)!;
    return label !== null && name ? name(label, language) : label;
  }

  /** All that waits for the actor, the oldest first. */
  of(actor: Actor, language: Language = actor.language): Promise<WaitingDecisions> {
    return this.read(actor, language, '');
  }

  /** Without what stands among the actor's tasks already. */
  besidesTasks(actor: Actor, language: Language = actor.language): Promise<WaitingDecisions> {
    return this.read(actor, language, BESIDE_TASKS);
  }

  private async read(actor: Actor, language: Language, where: string): Promise<WaitingDecisions> {
    const sources = this.sourcesFor(actor).filter(({ isOnlyInArrivals }) => !isOnlyInArrivals);
    if (sources.length === 0) return { total: 0, decisions: [] };
    return this.transactions.run(actor, async (tx) => {
      const found = await waitingIn(tx, sources, where);
      const paths = new Map(sources.map(({ key, path }) => [key, path]));
      const inOrder = found.sort(
        (a, b) => a.since.getTime() - b.since.getTime() || a.id.localeCompare(b.id),
      );
      const decisions = inOrder.map(({ total: _total, ...one }) => ({
        ...one,
        label: this.nameOf(one.source, one.label, language),
        words: this.wordsOf(one.source, one.label, language),
        path: paths.get(one.source)!(one),
      }));
      await recordReading(
        tx,
        'decisions.list',
        decisions.map(({ caseId }) => caseId),
      );
      return { total: found[0]?.total ?? 0, decisions };
    });
  }

  private sourcesFor(actor: Actor): DecisionSource[] {
    return this.sources.filter(({ permission }) => may(actor, permission));
  }
}

/** Where there are more than are read, the oldest of each kind. */
const waitingIn = (tx: Tx, sources: readonly DecisionSource[], where: string) =>
  tx.query<Omit<WaitingDecision, 'path' | 'words'> & { total: number }>(
    `SELECT w.source, w.id, w.within, w.case_id AS "caseId", c.case_number AS "caseNumber", w.label, w.since,
            (count(*) OVER ())::int AS total
       FROM (${unionOf(sources)}) w LEFT JOIN cases c ON c.id = w.case_id ${where}
      ORDER BY row_number() OVER (PARTITION BY w.source ORDER BY w.since, w.id), w.since, w.id LIMIT ${MOST}`,
  );
