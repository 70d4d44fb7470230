import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { isCode } from '../reference-lists';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { textLanguages } from './consent-texts.rules';
import type { Purpose } from './consents.rules';

export interface ConsentText {
  readonly id: string;
  readonly purpose: Purpose;
  readonly language: string;
  readonly version: number;
  readonly body: string;
  readonly source: string;
  readonly proposedBy: string;
  readonly proposedById: string;
  readonly proposedAt: Date;
  readonly approvedBy: string | null;
  /** Null until a second person approved it. */
  readonly validFrom: Date | null;
  /** A higher version of the same purpose and language was approved: this one is approved no more. */
  readonly replaced: boolean;
  /** Read aloud today. */
  readonly current: boolean;
}

export interface NewText {
  readonly purpose: Purpose;
  readonly language: string;
  readonly body: string;
  readonly source: string;
}

/** Whether approving the text `t` would put older words in force again. */
export const IS_REPLACED = `EXISTS (SELECT FROM consent_texts n WHERE n.purpose = t.purpose AND n.language = t.language
  AND n.version > t.version AND n.approved_by IS NOT NULL)`;

const SELECT = `
  SELECT t.id, t.purpose, t.language, t.version, t.body, t.source, localized_name(p.name, p.names) AS "proposedBy",
         t.proposed_by AS "proposedById", t.proposed_at AS "proposedAt", localized_name(a.name, a.names) AS "approvedBy",
         t.valid_from AS "validFrom", ${IS_REPLACED} AS replaced,
         t.id = (SELECT c.id FROM consent_texts c
                  WHERE c.purpose = t.purpose AND c.language = t.language AND c.valid_from <= mawa_now()
                  ORDER BY c.valid_from DESC, c.version DESC LIMIT 1) IS TRUE AS current
    FROM consent_texts t JOIN users p ON p.id = t.proposed_by
    LEFT JOIN users a ON a.id = t.approved_by`;

/** Versions of consent texts: proposed by one person, approved by another. */
@Injectable()
export class ConsentTexts {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<ConsentText[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<ConsentText>(`${SELECT} ORDER BY t.purpose, t.language, t.version DESC`),
    );
  }

  of(actor: Actor, id: string): Promise<ConsentText> {
    return this.transactions.run(actor, async (tx) => {
      const [text] = await tx.query<ConsentText>(`${SELECT} WHERE t.id = $1`, [id]);
      if (!text) throw notFound();
      return text;
    });
  }

  /** The text in force for a purpose, in the language nearest to the person's. */
  async inForce(tx: Tx, purpose: Purpose, language: string): Promise<ConsentText | null> {
    const languages = textLanguages(language);
    const texts = await tx.query<ConsentText>(
      `SELECT * FROM (${SELECT} WHERE t.purpose = $1 AND t.language = ANY ($2)) x WHERE x.current
        ORDER BY array_position($2, x.language)`,
      [purpose, languages],
    );
    return texts[0] ?? null;
  }

  /** The text that was read: an approved version of that purpose. */
  async read(tx: Tx, id: string, purpose: Purpose): Promise<string> {
    const rows = await tx.query(
      `SELECT 1 FROM consent_texts WHERE id = $1 AND purpose = $2 AND valid_from <= mawa_now()`,
      [id, purpose],
    );
    if (rows.length === 0) throw new DomainError('invalid', 'common.not_choice', {}, 'textId');
    return id;
  }

  propose(actor: Actor, text: NewText, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'consent_texts.propose', body: text, requestId },
      (tx) => this.proposeIn(tx, text),
    );
  }

  async proposeIn(tx: Tx, { purpose, language, body, source }: NewText): Promise<{ id: string }> {
    if (!isCode('languages', language)) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'language');
    }
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO consent_texts (purpose, language, version, body, source, proposed_by)
         SELECT $1, $2, 1 + coalesce(max(version), 0), $3, $4, $5
           FROM consent_texts WHERE purpose = $1 AND language = $2 RETURNING id`,
        [purpose, language, body.replaceAll('\r\n', '\n').trim(), source.trim(), tx.actor.userId],
      );
      await record(tx, { action: 'consent_texts.propose', kind: 'consent_text', ids: [row!.id] });
      return row!;
    } catch (error) {
      if (sqlState(error) !== '23505') throw error;
      throw new DomainError('conflict', 'consents.text_at_once');
    }
  }

  approve(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [text] = await tx.query<{ proposedBy: string; approved: boolean; of: string }>(
        `SELECT proposed_by AS "proposedBy", approved_by IS NOT NULL AS approved, purpose || ' ' || language AS of
           FROM consent_texts WHERE id = $1`,
        [id],
      );
      if (!text) throw notFound();
      if (text.approved) throw new DomainError('conflict', 'consents.text_approved');
      if (text.proposedBy === tx.actor.userId) {
        throw new DomainError('forbidden', 'consents.text_second_person');
      }
      lockVersions(tx, text.of);
      const [replaced] = await tx.query(
        `SELECT FROM consent_texts t WHERE t.id = $1 AND ${IS_REPLACED}`,
        [id],
      );
      if (replaced) throw new DomainError('conflict', 'consents.text_replaced');
      const approved = await tx.query(
        `UPDATE consent_texts t SET approved_by = $2, valid_from = greatest(mawa_now(),
            (SELECT max(o.valid_from) FROM consent_texts o WHERE o.purpose = t.purpose AND o.language = t.language))
          WHERE t.id = $1 AND t.approved_by IS NULL RETURNING t.id`,
        [id, tx.actor.userId],
      );
      if (approved.length === 0) throw new DomainError('conflict', 'consents.text_approved');
      await record(tx, { action: 'consent_texts.approve', kind: 'consent_text', ids: [id] });
    });
  }
}

/** Serialises approvals, so that versions are in order. */
const lockVersions = (tx: Tx, of: string): void =>
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 8))', [`consent texts ${of}`]);
