import { Injectable } from '@nestjs/common';
import { maySeePart, type CasePart } from '../access';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';

type Words = Readonly<Record<Language, string>>;

/** What must be read before anything else of a file, said by the module that knows it. */
export interface CaseAlert {
  readonly kind: 'danger' | 'warning';
  readonly words: Words;
  /** Where to read or write what the words speak of; `page` is the rest of the address after that of the file. */
  readonly link?: { readonly page: string; readonly words: Words };
}

/** The same in the language of the reader. */
export interface Alert {
  readonly kind: CaseAlert['kind'];
  readonly text: string;
  readonly link?: { readonly path: string; readonly text: string } | undefined;
}

/** What modules say at the head of every page of a file. */
export interface CaseNotices {
  readonly alerts: readonly CaseAlert[];
  /** Where the person sleeps tonight; null where that is not known or not for the reader. */
  readonly tonight: Words | null;
}

/** Asked together with those of the other modules, in one statement. */
export interface NoticeSource<Row> {
  /** Only roles that see this part are told. */
  readonly part: CasePart | null;
  /** A SELECT; $1 is the case. Row level security says which rows. */
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
