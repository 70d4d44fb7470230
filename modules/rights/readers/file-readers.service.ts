import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { People } from '../../beneficiaries';
import { kindOfAct } from '../../oversight';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, AuditOrigin, Role } from '../../platform/shared/actor';
import type { ReadersPeriodDto } from './file-readers.dto';
import { isWithheld } from './withheld-acts.rules';

/** One act on the file. Nobody is named: a person in danger and a colleague are protected alike. */
export interface FileReading {
  readonly at: Date;
  /** Null: work on the case, not specified further. */
  readonly action: string | null;
  readonly outcome: 'done' | 'refused' | 'not_found';
  readonly origin: AuditOrigin | null;
  /** By the system itself: a deadline, a job. */
  readonly bySystem: boolean;
  /** Null for accounts of the programme, and for rows from before organisations existed. */
  readonly organisation: string | null;
  /** Those of that moment. */
  readonly roles: readonly Role[];
  /** Number of the reader within this list, from 1. Null: the system. */
  readonly reader: number | null;
  readonly isBreakGlass: boolean;
  readonly isExport: boolean;
}

export interface FileReader {
  readonly reader: number;
  readonly organisation: string | null;
  readonly roles: readonly Role[];
  readonly times: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export interface FileReadings {
  readonly caseNumber: string;
  readonly languages: readonly string[];
  /** The latest first. */
  readonly readings: readonly FileReading[];
  readonly readers: readonly FileReader[];
}

type Row = Omit<FileReading, 'action' | 'isBreakGlass' | 'isExport'> & { readonly action: string };

/** Who read or changed the file of one person: for the person's own request (docs/rights.md). */
@Injectable()
export class FileReaders {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  /** `taken`: as a file for the person. */
  of(
    actor: Actor,
    caseId: string,
    { from, to }: ReadersPeriodDto,
    taken: boolean,
  ): Promise<FileReadings> {
    return this.transactions.run(actor, async (tx) => {
      const { caseNumber, languages } = await this.people.find(tx, caseId);
      const rows = await tx.planned<Row>(
        `SELECT r.at, r.action, r.outcome, r.origin, r.by_system AS "bySystem", r.organisation, r.roles,
                r.reader::float8 AS reader
           FROM readings_of_case($1, mawa_day_begins($2::date), mawa_day_begins($3::date + 1)) AS r
          ORDER BY r.at DESC, r.seq DESC`,
        [caseId, from ?? null, to ?? null],
      );
      await record(tx, {
        action: taken ? 'people.take_readers' : 'people.read_readers',
        kind: 'case',
        ids: [caseId],
      });
      const readings = rows.map((row) => ({
        ...row,
        action: isWithheld(row.action) ? null : row.action,
        isBreakGlass: row.action === 'people.break_glass',
        isExport: kindOfAct(row.action, row.outcome) === 'export',
      }));
      return { caseNumber, languages, readings, readers: readersIn(readings) };
    });
  }
}

function readersIn(readings: readonly FileReading[]): FileReader[] {
  const readers = new Map<number, FileReader>();
  for (const { reader, organisation, roles, at } of readings) {
    if (reader === null) continue;
    const known = readers.get(reader);
    readers.set(reader, {
      reader,
      organisation,
      roles: known?.roles ?? roles,
      times: (known?.times ?? 0) + 1,
      firstAt: at,
      lastAt: known?.lastAt ?? at,
    });
  }
  return [...readers.values()].sort((one, other) => one.reader - other.reader);
}
