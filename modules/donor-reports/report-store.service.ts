import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../access';
import type { Tx } from '../platform/database/transactions';
import { canonical, sha256 } from '../platform/shared/digest.rules';
import { notFound } from '../platform/shared/domain.errors';
import type { ReportFigures } from './figures/report.figures';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Stored data of one version of a report; figures before suppression are sealed. */
export interface DocumentVersion {
  readonly figures: ReportFigures;
  /** Ids of the rows behind each figure. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  readonly insider: unknown;
  readonly published: unknown;
  readonly versions: Readonly<Record<string, unknown>>;
}

/** Seals, opens and numbers the versions of a report's document, under the report's own key. */
@Injectable()
export class ReportStore {
  constructor(private readonly keys: Keys) {}

  async add(tx: Tx, reportId: string, document: DocumentVersion): Promise<number> {
    const key = await this.keys.recordKey(tx, 'report', reportId);
    const [last] = await tx.query<{ version: number }>(
      'SELECT coalesce(max(version), 0)::int AS version FROM report_documents WHERE report_id = $1',
      [reportId],
    );
    const version = last!.version + 1;
    const published = canonical(document.published);
    await tx.query(
      `INSERT INTO report_documents
         (report_id, version, insider_sealed, published, published_sha256, versions, sources_sealed)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        reportId,
        version,
        await this.seal(key, reportId, version, 'insider_sealed', {
          figures: document.figures,
          document: document.insider,
        }),
        published,
        sha256(published),
        canonical(document.versions),
        await this.seal(key, reportId, version, 'sources_sealed', document.sources),
      ],
    );
    return version;
  }

  /** The figures before suppression of the newest version. */
  async open(
    tx: Tx,
    reportId: string,
  ): Promise<{
    version: number;
    figures: ReportFigures;
    /** Before suppression, by language. */
    insider: unknown;
    sources: Record<string, string[]>;
    versions: Record<string, unknown>;
    computedAt: Date;
  }> {
    const [row] = await tx.query<{
      version: number;
      insider_sealed: Buffer;
      sources_sealed: Buffer;
      versions: Record<string, unknown>;
      computed_at: Date;
    }>(
      `SELECT version, insider_sealed, sources_sealed, versions, computed_at FROM report_documents
        WHERE report_id = $1 ORDER BY version DESC LIMIT 1`,
      [reportId],
    );
    if (!row) throw notFound();
    const key = await this.keys.recordKey(tx, 'report', reportId);
    const read = (column: 'insider_sealed' | 'sources_sealed') =>
      this.unseal(key, reportId, row.version, column, row[column]);
    const { figures, document: insider } = (await read('insider_sealed')) as {
      figures: ReportFigures;
      document: unknown;
    };
    const sources = (await read('sources_sealed')) as Record<string, string[]>;
    const { version, versions, computed_at: computedAt } = row;
    return { version, figures, insider, sources, versions, computedAt };
  }

  private async seal(key: Buffer, id: string, version: number, column: string, value: unknown) {
    return seal(key, placeOf(id, version, column), await zip(canonical(value)));
  }

  private async unseal(
    key: Buffer,
    id: string,
    version: number,
    column: string,
    sealed: Buffer,
  ): Promise<unknown> {
    const plain = await unzip(open(key, placeOf(id, version, column), sealed));
    return JSON.parse(plain.toString()) as unknown;
  }
}

const placeOf = (id: string, version: number, column: string) => ({
  table: 'report_documents',
  column,
  row: `${id}/${version}`,
});
