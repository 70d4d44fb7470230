import type { Tx } from '../../platform/database/transactions';
import { isFinancial } from '../compose/block-catalogue.data';
import type {
  ReportDefinition,
  VerificationState,
  LocalizedText,
} from '../report-definition.types';

export interface EditionHead {
  readonly kind: string;
  readonly version: string;
  readonly edition: number;
  readonly title: LocalizedText;
  readonly every: ReportDefinition['every'];
  readonly audience: ReportDefinition['audience'];
  readonly agency: string | null;
  readonly due: ReportDefinition['due'];
  readonly languages: ReportDefinition['languages'];
  readonly usualLanguages: ReportDefinition['languages'] | null;
  readonly source: string;
  readonly verified: VerificationState;
  /** Null: delivered with the programme. */
  readonly by: string | null;
  readonly at: Date;
}
export interface EditionInForce extends EditionHead {
  readonly isFinancial: boolean;
}
export interface EditionRow extends EditionHead {
  readonly body: ReportDefinition;
}
export interface DraftRow {
  readonly kind: string;
  readonly body: ReportDefinition;
  readonly source: string;
  readonly copiedFrom: string | null;
  readonly revision: number;
  readonly by: string;
  readonly at: Date;
}

const HEAD = `d.kind, d.version, d.edition::int, d.title, d.every, d.audience, d.body->>'agency' AS agency, d.due, d.body->'languages' AS languages, d.body->'usualLanguages' AS "usualLanguages", d.source, d.verified, localized_name(u.name, u.names) AS by, d.at`;
const OF = `FROM report_definitions d LEFT JOIN users u ON u.id = d.by`;

/** The last edition of each kind, as they were first written. */
export async function editionsInForce(tx: Tx): Promise<EditionInForce[]> {
  const rows = await tx.query<EditionRow>(
    `SELECT ${HEAD}, d.body ${OF}
        JOIN (SELECT kind, max(edition) AS edition, min(place) AS place FROM report_definitions GROUP BY kind) last USING (kind, edition)
       ORDER BY last.place`,
  );
  return rows.map(({ body, ...head }) => ({ ...head, isFinancial: isFinancial(body) }));
}

export async function editionInForce(tx: Tx, kind: string): Promise<EditionRow | null> {
  const [row] = await editionsOf(tx, kind);
  return row ?? null;
}

/** All of a kind, the last first. */
export const editionsOf = (tx: Tx, kind: string): Promise<EditionRow[]> =>
  tx.query<EditionRow>(`SELECT ${HEAD}, d.body ${OF} WHERE d.kind = $1 ORDER BY d.edition DESC`, [
    kind,
  ]);

const DRAFTS = `SELECT d.kind, d.body, d.source, d.copied_from AS "copiedFrom", d.revision, localized_name(u.name, u.names) AS by, d.at
  FROM report_definition_drafts d JOIN users u ON u.id = d.by`;

export const draftsIn = (tx: Tx): Promise<DraftRow[]> =>
  tx.query<DraftRow>(`${DRAFTS} ORDER BY d.at DESC`);

export async function draftOf(tx: Tx, kind: string): Promise<DraftRow | null> {
  const [row] = await tx.query<DraftRow>(`${DRAFTS} WHERE d.kind = $1`, [kind]);
  return row ?? null;
}
