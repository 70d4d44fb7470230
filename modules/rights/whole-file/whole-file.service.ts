import { Injectable } from '@nestjs/common';
import { open, Keys } from '../../access';
import { record } from '../../audit';
import {
  CaseFiles,
  CaseTimeline,
  classificationFacts,
  ReadClassifications,
  filesOf,
  ShowIdentity,
  type CaseFile,
  type Fact,
  type Identity,
  type TimelineEntry,
} from '../../beneficiaries';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { type FileSection, FileSections } from './file-sections.service';
import {
  DEPENDENT_TABLES,
  DISCLOSED_TABLES,
  rowsOf,
  type Row,
  PROJECT_TABLE_NAMES,
  RECORD_KEY_TABLES,
} from './person-tables.queries';

export interface WholeFile {
  readonly file: CaseFile;
  readonly identity: Identity;
  readonly classification: readonly Fact[];
  readonly timeline: readonly TimelineEntry[];
  /** By table: every row, with what is sealed opened. */
  readonly records: Readonly<Record<string, readonly Row[]>>;
  /** Readable sections, for the document only. */
  readonly sections: readonly FileSection[];
}

/** Everything that is kept about a person, for the person: the right of access. */
@Injectable()
export class WholeFiles {
  constructor(
    private readonly transactions: Transactions,
    private readonly files: CaseFiles,
    private readonly identity: ShowIdentity,
    private readonly timeline: CaseTimeline,
    private readonly classifications: ReadClassifications,
    private readonly keys: Keys,
    private readonly sections: FileSections,
  ) {}

  gather(
    actor: Actor,
    caseId: string,
    form: 'pdf' | 'json',
    language: Language,
  ): Promise<WholeFile> {
    return this.transactions.run(actor, async (tx) => {
      const files = await filesOf(tx, caseId);
      const file = await this.files.ofIn(tx, caseId, files);
      const [held] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
        caseId,
      ]);
      if (!held?.holds) throw new DomainError('forbidden', 'people.not_yours_to_hand_on');
      const keys = await this.keys.caseKeys(tx, files);
      const records: Record<string, Row[]> = {};
      for (const table of [...DISCLOSED_TABLES, ...DEPENDENT_TABLES, ...PROJECT_TABLE_NAMES]) {
        const rows = await rowsOf(tx, table, files);
        if (rows.length === 0) continue;
        records[table] = [];
        for (const row of rows) {
          const key = await this.recordKey(tx, table, row);
          records[table].push(opened(table, row, key ?? keys.get(fileOf(row)) ?? null));
        }
      }
      const identity = await this.identity.runIn(tx, caseId, [
        'safe_contact',
        'identity',
        'contact',
        'story',
      ]);
      const timeline = await this.timeline.of(tx, files);
      const standing = await this.classifications.standingIn(tx, caseId);
      const classification = classificationFacts(standing.classified, { language, ...standing });
      const sections = form === 'pdf' ? await this.sections.of(tx, caseId, language) : [];
      await record(tx, {
        action: 'rights.whole_file',
        kind: 'case',
        ids: [caseId],
        fields: [form, language, ...Object.keys(records)],
      });
      return { file, identity, classification, timeline, records, sections };
    });
  }

  /** Key for tables whose texts are sealed under a key of their record; null if there is no text. */
  private async recordKey(tx: Tx, table: string, row: Row): Promise<Buffer | null> {
    const under = RECORD_KEY_TABLES[table];
    if (!under || !Object.values(row).some((value) => Buffer.isBuffer(value))) return null;
    return this.keys.recordKey(tx, under.kind, String(row[under.column]));
  }
}

const fileOf = (row: Row): string => String(row['case_id'] ?? row['id']);

/** Sealed values open at their place: table, column (with or without `_sealed`), row. */
function opened(table: string, row: Row, key: Buffer | null): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (!Buffer.isBuffer(value)) return [column, value];
      return [
        column.replace(/_?sealed$/, '') || String(row['field']),
        openValue(table, column, row, value, key),
      ];
    }),
  );
}

function openValue(
  table: string,
  column: string,
  row: Row,
  sealed: Buffer,
  key: Buffer | null,
): unknown {
  const columns = [column, column.replace(/_sealed$/, ''), row['field']].filter(
    (one) => typeof one === 'string',
  );
  const rows = [row['id'], row['case_id'], row['change_id'], row['correction_id']].filter(
    (one) => typeof one === 'string',
  );
  for (const at of columns)
    for (const id of rows) {
      try {
        if (key) return parsed(open(key, { table, column: at, row: id }, sealed).toString());
      } catch {
        continue;
      }
    }
  return { sealed: true, bytes: sealed.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
