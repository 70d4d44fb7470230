/** Data of the consent form: text to read aloud, languages of the person, family. */
import { Injectable } from '@nestjs/common';
import { People } from '../beneficiaries';
import { isCode, list } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import type { LocalNames } from '../platform/shared/local-names';
import { mustSeeCare } from './care-access.rules';
import type { ChildStatus } from './child.rules';
import { ConsentTexts, type ConsentText } from './consent-texts.service';
import { purposeRules } from './consents.queries';
import { PURPOSES, type Purpose, type PurposeRule } from './consents.rules';
import { Guardians } from './guardians.service';

export interface ConsentQuestion {
  readonly purpose: Purpose;
  readonly recipientId: string | null;
  /** Code of the list languages. */
  readonly language: string;
}

export interface ConsentRecipient {
  readonly id: string;
  /** In the language of the page. */
  readonly shown: string;
  readonly name: string;
  readonly names: LocalNames | null;
}

export interface ConsentForm extends ConsentQuestion {
  readonly caseNumber: string;
  readonly rule: PurposeRule;
  readonly text: ConsentText | null;
  readonly recipients: readonly ConsentRecipient[];
  readonly recipient: ConsentRecipient | null;
  readonly childStatus: ChildStatus;
  /** Family members visible to the reader. */
  readonly relatives: readonly { readonly id: string; readonly caseNumber: string }[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A question from an address or a form: what makes no sense is left out. */
export function questionOf(asked: Record<string, unknown>): Partial<ConsentQuestion> {
  const { purpose, recipientId, language } = asked;
  return {
    ...(PURPOSES.includes(purpose as Purpose) ? { purpose: purpose as Purpose } : {}),
    ...(typeof recipientId === 'string' && UUID.test(recipientId) ? { recipientId } : {}),
    ...(isCode('languages', language) ? { language } : {}),
  };
}

@Injectable()
export class ConsentForms {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly texts: ConsentTexts,
    private readonly guardians: Guardians,
  ) {}

  of(actor: Actor, caseId: string, asked: Partial<ConsentQuestion>): Promise<ConsentForm> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId, asked));
  }

  private async ofIn(
    tx: Tx,
    caseId: string,
    asked: Partial<ConsentQuestion>,
  ): Promise<ConsentForm> {
    await mustSeeCare(tx, this.people, caseId);
    const person = await this.people.find(tx, caseId);
    const purpose = asked.purpose ?? 'shelter';
    const language = asked.language ?? person.languages[0] ?? 'fra';
    const recipients = await tx.query<ConsentRecipient>(
      `SELECT id, localized_name(name, names) AS shown, name, names
         FROM organisations WHERE active ORDER BY shown, id`,
    );
    const recipient = recipients.find(({ id }) => id === asked.recipientId);
    return {
      purpose,
      language,
      recipients,
      caseNumber: person.caseNumber,
      recipientId: recipient?.id ?? null,
      recipient: recipient ?? null,
      rule: (await purposeRules(tx))[purpose],
      text: await this.texts.inForce(tx, purpose, language),
      childStatus: await this.guardians.statusOf(tx, caseId),
      relatives: await tx.query(
        `SELECT c.id, c.case_number AS "caseNumber" FROM family_members me
           JOIN family_members f ON f.family_id = me.family_id AND f.case_id <> me.case_id
           JOIN cases c ON c.id = f.case_id WHERE me.case_id = $1 ORDER BY c.case_number`,
        [caseId],
      ),
    };
  }
}

export const languageChoices = (language: Language) =>
  list('languages').items.map(({ code, labels }) => ({ value: code, label: labels[language] }));

/** The text in paragraphs, as it is read aloud. */
export const paragraphs = (body: string): string[] =>
  body
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
