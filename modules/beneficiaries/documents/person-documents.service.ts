import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Keys, maySeePart } from '../../access';
import {
  type DocumentFacts,
  DOCUMENT_PARTS,
  type DocumentOwner,
  type DocumentPart,
  type DocumentRow,
  Documents,
  type OpenedDocument,
  PARTS_OF_KIND,
  type RemovalReason,
} from '../../documents';
import { recordReading } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Upload } from '../../platform/web/uploads';
import { CaseTabs } from '../case-tabs.service';
import { CaseTimeline } from '../case-timeline.service';
import { partsWrittenBy } from '../people.queries';
import { People } from '../people.service';
import { documentTimelineEntries } from './document-timeline.queries';

const ofCase = (id: string): DocumentOwner => ({ kind: 'case', id });

export interface DocumentsOfPerson {
  readonly caseNumber: string;
  readonly documents: readonly DocumentRow[];
  /** Those in which the actor may file and destroy. */
  readonly parts: readonly DocumentPart[];
  readonly warnDays: number;
  readonly today: CivilDate;
}

/** The documents of a person, as far as role and access open their parts. */
@Injectable()
export class PersonDocuments implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly documents: Documents,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
    private readonly keys: Keys,
  ) {}

  onModuleInit(): void {
    this.timeline.add(documentTimelineEntries(this.documents));
    this.tabs.add({
      key: 'documents',
      label: 'documents:tab',
      icon: 'file-text',
      permission: 'documents:read',
      part: 'facts',
      order: 40,
    });
  }

  list(actor: Actor, caseId: string): Promise<DocumentsOfPerson> {
    return this.transactions.run(actor, async (tx) => {
      const { caseNumber } = await this.people.find(tx, caseId);
      await recordReading(tx, 'documents.list', [caseId]);
      const [setting] = await tx.query<{ days: number }>(
        `SELECT mawa_setting('document_expiry_days')::int AS days`,
      );
      return {
        documents: await this.documents.list(tx, ofCase(caseId)),
        parts: await writtenParts(tx, caseId),
        warnDays: setting!.days,
        today: tx.today,
        caseNumber,
      };
    });
  }

  /**
   * The file is inspected between two transactions, since redrawing an image takes long and would occupy a connection.
   */
  async add(
    actor: Actor,
    caseId: string,
    upload: Upload,
    facts: DocumentFacts,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    await this.transactions.run(actor, (tx) => this.mustBeOpen(tx, caseId, facts));
    const file = await this.documents.inspect(upload);
    // Keyed digest: with a database dump and a file nobody can test whether the file was uploaded.
    const body = this.keys.bodyDigest({ caseId, ...facts, file: file.sent.toString('base64') });
    return this.transactions.once(
      actor,
      { useCase: 'documents.add', body, requestId },
      async (tx) => {
        await this.mustBeOpen(tx, caseId, facts);
        return this.documents.add(tx, ofCase(caseId), file, facts);
      },
    );
  }

  find(
    actor: Actor,
    caseId: string,
    id: string,
  ): Promise<{ document: OpenedDocument; parts: DocumentPart[] }> {
    return this.inCase(actor, caseId, async (tx) => ({
      document: await this.documents.find(tx, ofCase(caseId), id),
      parts: await writtenParts(tx, caseId),
    }));
  }

  open(actor: Actor, caseId: string, id: string): Promise<DocumentRow & { bytes: Buffer }> {
    return this.inCase(actor, caseId, (tx) => this.documents.open(tx, ofCase(caseId), id));
  }

  page(actor: Actor, caseId: string, id: string, page: number): Promise<Buffer> {
    return this.inCase(actor, caseId, (tx) => this.documents.page(tx, ofCase(caseId), id, page));
  }

  remove(actor: Actor, caseId: string, id: string, reason: RemovalReason): Promise<void> {
    return this.inCase(actor, caseId, (tx) =>
      this.documents.remove(tx, ofCase(caseId), id, reason),
    );
  }

  private inCase<T>(actor: Actor, caseId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      return work(tx);
    });
  }

  private async mustBeOpen(tx: Tx, caseId: string, { kind, part }: DocumentFacts): Promise<void> {
    await this.people.find(tx, caseId);
    const asked = part ?? PARTS_OF_KIND[kind][0];
    if (!(await writtenParts(tx, caseId)).includes(asked)) {
      throw new DomainError('invalid', 'documents.part_not_yours', {}, part ? 'part' : 'kind');
    }
  }
}

/** Parts that the actor may write: write access by row-level security, parts by role. */
async function writtenParts(tx: Tx, caseId: string): Promise<DocumentPart[]> {
  const written = await partsWrittenBy(tx, caseId);
  return DOCUMENT_PARTS.filter((part) => written.includes(part) && maySeePart(tx.actor, part));
}
