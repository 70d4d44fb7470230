import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import {
  type NamedPeriod,
  periodOf,
  periodsOver,
  parsePeriod,
} from '../../platform/shared/periods.rules';
import type { DisclosedDocument } from '../../report-documents';
import { GatherFigures } from '../gather-figures.service';
import type { ReportDefinition } from '../report-definition.types';
import { firstPartner } from '../grant-partners.queries';
import { ReportVersions } from '../report-versions.service';
import { assertWhole } from './check-definition.rules';
import { draftOf, editionInForce } from './definitions.queries';

export interface PreviewRequest {
  readonly grantId?: string;
  /** As the definition asks; the last one that is over, otherwise. */
  readonly period?: string;
  readonly language?: Language;
}
export interface Preview {
  /** Null where there is no grant, or where the definition gives no report yet. */
  readonly document: DisclosedDocument | null;
  /** Why it gives none. */
  readonly lacks: DomainError | null;
  readonly grants: readonly { readonly id: string; readonly code: string }[];
  readonly grantId: string | null;
  readonly periods: readonly NamedPeriod[];
  readonly period: NamedPeriod | null;
  readonly language: Language;
  readonly languages: readonly Language[];
}
interface GrantSpan {
  readonly id: string;
  readonly code: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
}

const NONE = { document: null, lacks: null } as const;
const NO_TEXTS = { fr: {}, ar: {}, en: {} } as const;

/** A definition on the figures of a period, as its audience would see it; nothing of it is kept. */
@Injectable()
export class PreviewDefinition {
  constructor(
    private readonly transactions: Transactions,
    private readonly gather: GatherFigures,
    private readonly versions: ReportVersions,
  ) {}

  of(actor: Actor, kind: string, asked: PreviewRequest): Promise<Preview> {
    return this.transactions.run(actor, async (tx) => {
      const { definition, version } = await latestOf(tx, kind);
      const grants = await tx.query<GrantSpan>(
        `SELECT id, code, starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM grants ORDER BY code`,
      );
      const language = definition.languages.find(
        (one) => one === (asked.language ?? actor.language),
      );
      const shown = {
        language: language ?? definition.languages[0]!,
        languages: definition.languages,
      };
      const grant = asked.grantId ? grants.find(({ id }) => id === asked.grantId) : grants[0];
      if (asked.grantId && !grant)
        throw new DomainError('invalid', 'reports.no_grant', {}, 'grantId');
      if (!grant) return { ...shown, ...NONE, grants, grantId: null, periods: [], period: null };
      const lacks = whyNot(definition);
      const periods = periodsOver(definition.every, grant, tx.today).reverse();
      const period = asked.period
        ? parsePeriod(asked.period, definition.every, grant)
        : (periods[0] ?? periodOf(definition.every, tx.today, grant));
      if (!period)
        throw new DomainError('invalid', `reports.no_period.${definition.every}`, {}, 'period');
      const at = { grants, grantId: grant.id, periods, period };
      if (lacks) return { ...shown, ...NONE, ...at, lacks };
      const subject = await firstPartner(tx, definition, grant.id);
      const { figures } = await this.gather.of(
        tx,
        { definition, grantId: grant.id, period, subjectId: subject?.id ?? null },
        () => Promise.resolve(),
      );
      const { published } = await this.versions.ofDefinition(tx, definition, {
        report: {
          kind,
          definitionVersion: version,
          languages: definition.languages,
          audienceId: null,
          subjectId: subject?.id ?? null,
        },
        figures,
        narratives: NO_TEXTS,
        version: 1,
        approved: false,
      });
      await record(tx, {
        action: 'definitions.preview',
        kind: 'grant',
        ids: [grant.id],
        fields: [kind, period.code],
      });
      const document = published[shown.language]!;
      return { ...shown, ...at, document, lacks: null };
    });
  }
}

function whyNot(definition: ReportDefinition): DomainError | null {
  try {
    assertWhole(definition);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** The draft where there is one; the edition in force, otherwise. */
async function latestOf(
  tx: Tx,
  kind: string,
): Promise<{ definition: ReportDefinition; version: string }> {
  const draft = await draftOf(tx, kind);
  if (draft) return { definition: draft.body, version: 'draft' };
  const edition = await editionInForce(tx, kind);
  if (!edition) throw notFound();
  return { definition: edition.body, version: edition.version };
}
