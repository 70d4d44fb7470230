import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { type DocumentRow, Documents } from '../../documents';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { Upload } from '../../platform/web/uploads';

export const MONEY_OWNERS = [
  'commitment_step',
  'partner_paper',
  'donor_money',
  'grant_contribution_row',
] as const;
/** Owner of the files: a step of a commitment, a submission of a partner, a movement of donor money, or a month of the own contribution. */
export interface MoneyOwner {
  readonly kind: (typeof MONEY_OWNERS)[number];
  readonly id: string;
}

export const MONEY_FILE_REASONS = ['wrong_file', 'replaced', 'no_longer_needed'] as const;
export type MoneyFileReason = (typeof MONEY_FILE_REASONS)[number];

export interface FilesOf {
  /** Kind of the step or submission; its number is `document`. */
  readonly step: string;
  readonly document: string | null;
  readonly commitmentId: string | null;
  /** Set for donor money and the own contribution. */
  readonly grantId: string | null;
  /** The actor may add a file. */
  readonly takes: boolean;
  /** The actor may remove a file; a partner's account only until its submission is decided on. */
  readonly loses: boolean;
  readonly files: readonly DocumentRow[];
}

/** For a list: how many files an owner has, whose id this expression gives. */
export const countOfFiles = (kind: MoneyOwner['kind'], id: string): string =>
  `(SELECT count(*)::int FROM documents d WHERE d.owner_kind = '${kind}' AND d.owner_id = ${id} AND d.removed_at IS NULL)`;

const FACTS = { kind: 'other', part: 'money' } as const;

/** Files beside what they prove, sealed and looked through as every document; row level security says whose. */
@Injectable()
export class MoneyFiles {
  constructor(
    private readonly transactions: Transactions,
    private readonly documents: Documents,
    private readonly keys: Keys,
  ) {}

  list(actor: Actor, owner: MoneyOwner): Promise<FilesOf> {
    return this.transactions.run(actor, async (tx) => ({
      ...(await ownerIn(tx, owner)),
      files: await this.documents.list(tx, owner),
    }));
  }

  async add(
    actor: Actor,
    owner: MoneyOwner,
    upload: Upload,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const { takes } = await this.transactions.run(actor, (tx) => ownerIn(tx, owner));
    if (!takes) throw new DomainError('forbidden', 'access.not_yours');
    const file = await this.documents.inspect(upload);
    const body = this.keys.bodyDigest({ ...owner, file: file.sent.toString('base64') });
    const once = { useCase: 'budget.add_file', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await ownerIn(tx, owner);
      return this.documents.add(tx, owner, file, FACTS);
    });
  }

  open(actor: Actor, owner: MoneyOwner, id: string): Promise<DocumentRow & { bytes: Buffer }> {
    return this.transactions.run(actor, (tx) => this.documents.open(tx, owner, id));
  }

  /** Its bytes and key are destroyed; who did it and why stays. */
  remove(actor: Actor, owner: MoneyOwner, id: string, reason: MoneyFileReason): Promise<void> {
    return this.transactions.run(actor, (tx) => this.documents.remove(tx, owner, id, reason));
  }
}

const OWNERS: Record<MoneyOwner['kind'], string> = {
  commitment_step: `SELECT s.step, s.document, s.commitment_id AS "commitmentId", NULL AS "grantId",
      s.step IN ('received', 'invoiced', 'paid') AND mawa_commits_money() AS takes, mawa_commits_money() AS loses
    FROM commitment_steps s WHERE s.id = $1`,
  partner_paper: `SELECT p.kind AS step, coalesce(p.document, a.reference) AS document, NULL AS "commitmentId", NULL AS "grantId",
      p.made_by = mawa_actor() OR mawa_commits_money() AS takes,
      mawa_commits_money() OR (p.made_by = mawa_actor() AND EXISTS (SELECT 1 FROM partner_paper_states s
        WHERE s.paper_id = p.id AND s.state IN ('requested', 'entered'))) AS loses
    FROM partner_papers p JOIN agreements a ON a.id = p.agreement_id WHERE p.id = $1`,
  donor_money: `SELECT 'donor_money' AS step, m.reference AS document, NULL AS "commitmentId", m.grant_id AS "grantId",
      m.undoes IS NULL AND mawa_commits_money() AS takes, mawa_commits_money() AS loses
    FROM donor_money m WHERE m.id = $1`,
  grant_contribution_row: `SELECT 'contribution' AS step, r.document, NULL AS "commitmentId", c.grant_id AS "grantId",
      r.undoes IS NULL AND mawa_commits_money() AS takes, mawa_commits_money() AS loses
    FROM grant_contribution_rows r JOIN grant_contributions c ON c.id = r.contribution_id WHERE r.id = $1`,
};

async function ownerIn(tx: Tx, { kind, id }: MoneyOwner): Promise<Omit<FilesOf, 'files'>> {
  const [owner] = await tx.query<Omit<FilesOf, 'files'>>(OWNERS[kind], [id]);
  if (!owner) throw notFound();
  return owner;
}
