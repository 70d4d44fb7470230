import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { NOBODY, type Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { LinkLimits } from './link-limits.service';
import type { PartnerLinkAccess } from './link-pages.service';
import { newLinkNumber, parseLinkNumber } from './link-number.rules';

export interface NewPartnerLink {
  /** A page that was added to `LinkPages`. */
  readonly kind: string;
  readonly subjectId: string;
  readonly caseId: string;
  /** Open, and with this organisation: the link dies with it, in the same transaction. */
  readonly shareId: string;
  readonly organisationId: string;
  readonly language: Language;
}

export interface CreatedLink {
  /** A path of our own; shown once, and stored nowhere. */
  readonly path: string;
  readonly expiresAt: Date;
}

export interface LinkRow {
  readonly id: string;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly opened: number;
  readonly lastOpenedAt: Date | null;
}

/**
 * Links for partners without an account: a random signed number, stored as a keyed digest only. The holder acts as
 * NOBODY and sees the rows that row-level security opens to this link.
 */
@Injectable()
export class PartnerLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly limits: LinkLimits,
  ) {}

  /** Ends the one made before: of two that go round, one opens. */
  async make(tx: Tx, link: NewPartnerLink): Promise<CreatedLink> {
    const { kind, subjectId, caseId, shareId, organisationId, language } = link;
    // Two at once: the second waits, so that its link ends the first one.
    tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `partner link/${kind}/${subjectId}`,
    ]);
    await tx.query(
      `UPDATE partner_links SET ended_at = mawa_now() WHERE kind = $1 AND subject_id = $2 AND ended_at IS NULL`,
      [kind, subjectId],
    );
    const [share] = await tx.query<{ expiresAt: Date }>(
      `SELECT least(until_at, mawa_now() + make_interval(days => mawa_setting('referral_link_days')::int)) AS "expiresAt"
         FROM shares WHERE id = $1 AND closed_at IS NULL AND until_at > mawa_now()`,
      [shareId],
    );
    if (!share) throw new DomainError('conflict', 'referrals.over');
    const number = newLinkNumber(this.keys.lasting('numbers of links'), randomBytes(16));
    await tx.query(
      `INSERT INTO partner_links (kind, subject_id, case_id, share_id, organisation_id, digest, language, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        kind,
        subjectId,
        caseId,
        shareId,
        organisationId,
        this.digestOf(number.replaceAll('-', '')),
        language,
        share.expiresAt,
      ],
    );
    await record(tx, { action: 'partner_links.make', kind, ids: [subjectId] });
    return { path: `/r/${number}?l=${language}`, expiresAt: share.expiresAt };
  }

  /** Links of a subject, newest first, limited by row-level security. */
  ofSubject(tx: Tx, kind: string, subjectId: string): Promise<LinkRow[]> {
    return tx.query<LinkRow>(
      `SELECT l.id, l.made_at AS "madeAt", localized_name(u.name, u.names) AS "madeBy", l.expires_at AS "expiresAt", l.ended_at AS "endedAt",
              l.opened, l.last_opened_at AS "lastOpenedAt"
         FROM partner_links l JOIN users u ON u.id = l.made_by
        WHERE l.kind = $1 AND l.subject_id = $2 ORDER BY l.made_at DESC, l.ended_at NULLS FIRST`,
      [kind, subjectId],
    );
  }

  /**
   * Runs `work` as the holder of this link. An unknown, expired, replaced or revoked link gives the same error. Each
   * use is audited.
   */
  async withLink<T>(
    typed: string,
    address: string,
    work: (tx: Tx, link: PartnerLinkAccess) => Promise<T>,
  ): Promise<T> {
    await this.limits.checkAttempts(address);
    const letters = parseLinkNumber(this.keys.lasting('numbers of links'), typed);
    if (letters === null) throw linkOver();
    let right = false;
    try {
      return await this.transactions.run(NOBODY, async (tx) => {
        await tx.query(`SELECT set_config('mawa.link', $1, true)`, [
          this.digestOf(letters).toString('hex'),
        ]);
        const [link] = await tx.query<PartnerLinkAccess>(
          `SELECT id, kind, subject_id AS "subjectId", organisation_id AS "organisationId", language FROM open_partner_link()`,
        );
        if (!link) throw linkOver();
        right = true;
        await record(tx, {
          action: 'partner_links.open',
          kind: link.kind,
          ids: [link.id, link.subjectId],
        });
        return work(tx, link);
      });
    } finally {
      if (right) await this.limits.found(address);
    }
  }

  private digestOf(letters: string): Buffer {
    return createHmac('sha256', this.keys.lasting('digests of links')).update(letters).digest();
  }
}

const linkOver = (): DomainError => new DomainError('not_found', 'referrals.link_over');
