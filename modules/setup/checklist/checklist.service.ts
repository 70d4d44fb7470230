import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { KEY_FILE, keyCheckValue, Keys, may, type KeyFile } from '../../access';
import { record } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { Transactions } from '../../platform/database/transactions';
import { Mailer } from '../../platform/mail/mailer';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, nightOf } from '../../platform/shared/nights.rules';
import { translate } from '../../platform/web/i18n';
import { addConfirmation, readSetupFacts } from './checklist.queries';
import {
  type ChecklistItem,
  checklistOf,
  type ConfirmedSubject,
  isComplete,
} from './checklist.rules';

/** A night is closed by a job every hour after it has passed; a worker that was away catches up. */
const CLOSING_TAKES_MS = 2 * 3_600_000;

/** What is still missing before the programme works as a whole, for administrators. */
@Injectable()
export class SetupChecklist {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly mailer: Mailer,
    @Inject(KEY_FILE) private readonly keyFile: KeyFile,
    @Inject(ENV) private readonly env: Env,
  ) {}

  of(actor: Actor): Promise<ChecklistItem[]> {
    return this.transactions.run(actor, async (tx) => {
      const closedBy = new Date(tx.now.getTime() - CLOSING_TAKES_MS);
      return checklistOf({
        ...(await readSetupFacts(tx)),
        dueNight: addDays(nightOf(closedBy, programmeTime(this.env)), -1),
        keyFile: this.keyFile.id,
        hasPublicAddress: this.env.MAWA_PUBLIC_URL !== undefined,
        hasMailServer: this.env.MAWA_MAIL_URL !== undefined,
      });
    });
  }

  /** For the first page: null for whoever does not set up, and once nothing is left. */
  async openFor(actor: Actor): Promise<ChecklistItem[] | null> {
    if (!may(actor, 'setup:read')) return null;
    const items = await this.of(actor);
    return isComplete(items) ? null : items;
  }

  /** `proof`: the check value of the copy of the key file, or the code of the test mail. */
  async confirm(actor: Actor, subject: ConfirmedSubject, proof = ''): Promise<void> {
    this.check(actor, subject, proof);
    await this.transactions.run(actor, async (tx) => {
      await addConfirmation(tx, subject, subject === 'key_copy' ? this.keyFile.id : null);
      await record(tx, { action: 'setup.confirm', kind: 'setup', fields: [subject] });
    });
  }

  private check(actor: Actor, subject: ConfirmedSubject, proof: string): void {
    const signs = proof.toLowerCase().replaceAll(/[^0-9a-z]/g, '');
    if (subject === 'key_copy' && !isSame(signs, keyCheckValue(this.keyFile).replaceAll('-', ''))) {
      throw new DomainError('invalid', 'setup.other_key_file', {}, 'keyCheck');
    }
    if (subject === 'mail' && !isSame(signs, this.mailCode(actor))) {
      throw new DomainError('invalid', 'setup.other_mail_code', {}, 'mailCode');
    }
  }

  /** To the administrator's own address; the code in it proves that it arrived. */
  async sendTestMail(actor: Actor): Promise<void> {
    if (!this.env.MAWA_MAIL_URL) throw new DomainError('conflict', 'setup.no_mail_server');
    const email = await this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ email: string }>('SELECT email FROM users WHERE id = $1', [
        actor.userId,
      ]);
      await record(tx, { action: 'setup.test_mail', kind: 'user', ids: [actor.userId] });
      return row!.email;
    });
    const words = (key: string, params = {}) => translate(actor.language, `setup:${key}`, params);
    const code = this.mailCode(actor);
    const mail = { subject: words('mail.subject'), text: words('mail.text', { code }) };
    await this.mailer.send({ ...mail, id: randomUUID(), to: email }).catch(() => {
      throw new DomainError('conflict', 'setup.mail_not_sent');
    });
  }

  private mailCode({ userId }: Actor): string {
    const key = this.keys.derived('code of a test mail');
    const digest = createHmac('sha256', key).update(`${this.env.MAWA_MAIL_URL}\0${userId}`);
    return String(digest.digest().readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0');
  }
}

const isSame = (given: string, wanted: string): boolean =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
