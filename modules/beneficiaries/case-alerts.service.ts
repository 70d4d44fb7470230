import { Injectable } from '@nestjs/common';
import { maySeePart, type CasePart } from '../access';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';

type Words = Readonly<Record<Language, string>>;

/** Alert at the head of a case, supplied by the module that owns the fact. */
export interface CaseAlert {
  readonly kind: 'danger' | 'warning';
  readonly words: Words;
  /** Link to the page concerned; `page` is the path after that of the case. */
  readonly link?: { readonly page: string; readonly words: Words };
}

/** An alert in the reader's language. */
export interface Alert {
  readonly kind: CaseAlert['kind'];
  readonly text: string;
  readonly link?: { readonly path: string; readonly text: string } | undefined;
}

/** Alerts that modules show at the head of every page of a case. */
export interface CaseNotices {
  readonly alerts: readonly CaseAlert[];
  /** Where the person sleeps tonight; null where that is not known or not for the reader. */
  readonly tonight: Words | null;
}

/** Source of alerts; the queries of all modules are run in one statement. */
export interface NoticeSource<Row> {
  /** Part of the case that the reader's role must allow; null: none. */
  readonly part: CasePart | null;
  /** A SELECT with the case as $1; row-level security limits the rows. */
  readonly select: string;
  /** The rows as JSON writes them: a day or an instant is a text. */
  readonly read: (rows: readonly Row[], tx: Tx) => Partial<CaseNotices>;
}

/** A port: modules that know of a danger put it before everything of the case file. */
@Injectable()
export class CaseAlerts {
  private readonly sources: NoticeSource<unknown>[] = [];

  add<Row>(source: NoticeSource<Row>): void {
    this.sources.push(source as NoticeSource<unknown>);
  }

  async of(tx: Tx, caseId: string): Promise<CaseNotices> {
    const asked = this.sources.filter(({ part }) => part === null || maySeePart(tx.actor, part));
    const columns = asked.map(
      ({ select }) => `(SELECT coalesce(json_agg(r), '[]') FROM (${select}) r)`,
    );
    const [row] =
      asked.length === 0
        ? []
        : await tx.query<{ found: unknown[][] }>(
            `SELECT json_build_array(${columns.join(', ')}) AS found`,
            [caseId],
          );
    const notices = asked.map(({ read }, place) => read(row!.found[place]!, tx));
    return {
      alerts: notices.flatMap(({ alerts = [] }) => alerts),
      tonight: notices.find(({ tonight }) => tonight)?.tonight ?? null,
    };
  }
}
