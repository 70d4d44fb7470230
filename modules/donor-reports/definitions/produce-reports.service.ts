import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { ReplicaReads } from '../../platform/database/replica';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { type NamedPeriod, periodOf, periodsOver } from '../../platform/shared/periods.rules';
import { quartersBefore } from '../../platform/shared/quarters.rules';
import { fileStemOf } from '../compose/compose-report.rules';
import { type PartnerOf, partnersOf } from '../grant-partners.queries';
import { GatherFigures } from '../gather-figures.service';
import {
  REPORT_FORMATS,
  type ReportFormat,
  renderReport,
  type ByLanguage,
} from '../../report-documents';
import { ReportVersions } from '../report-versions.service';
import { type EditionRow, editionInForce, editionsInForce } from './definitions.queries';

export interface ProductionRequest {
  /** All that are in force, otherwise. */
  readonly kind?: string;
  /** Periods that lie in the last so many quarters that are over. */
  readonly quarters: number;
}
export interface ProducedFile {
  /** Neutral: `mawa-sf-ppr-2026-q3-fr.pdf`. */
  readonly name: string;
  readonly language: Language;
  readonly format: ReportFormat;
  readonly bytes: Buffer;
}
interface ReportToProduce {
  readonly edition: EditionRow;
  readonly grantId: string;
  readonly grantCode: string;
  readonly period: NamedPeriod;
  /** The partner that the report is about, if any. */
  readonly subject: PartnerOf | null;
}

const NO_TEXTS = { fr: {}, ar: {}, en: {} } as const;

/**
 * Produces previews of reports with present figures as their audience would see them, for example to try a definition.
 * Nothing is stored or published; each file is marked as a draft.
 */
@Injectable()
export class ProduceReports {
  constructor(
    private readonly transactions: Transactions,
    private readonly reads: ReplicaReads,
    private readonly gather: GatherFigures,
    private readonly versions: ReportVersions,
  ) {}

  async all(
    actor: Actor,
    asked: ProductionRequest,
    take: (file: ProducedFile, done: number, of: number) => void,
  ): Promise<{ reports: number; files: number }> {
    const wanted = await this.reads.run('list of reports', actor, (tx) => toMake(tx, asked));
    const perReport = ({ edition }: ReportToProduce) =>
      edition.body.languages.length * REPORT_FORMATS.length;
    const of = wanted.reduce((sum, one) => sum + perReport(one), 0);
    let files = 0;
    for (const one of wanted) {
      const published = await this.reads.run('report', actor, (tx) => this.make(tx, one));
      await this.transactions.run(actor, (tx) => recordProduction(tx, one));
      for (const file of filesOf(one, published)) {
        const { bytes } = await renderReport(published[file.language]!, file.format);
        files += 1;
        take({ ...file, bytes }, files, of);
      }
    }
    return { reports: wanted.length, files };
  }

  private async make(
    tx: Tx,
    { edition, grantId, period, subject }: ReportToProduce,
  ): Promise<ByLanguage> {
    const { body: definition, kind, version } = edition;
    const { figures } = await this.gather.of(
      tx,
      { definition, grantId, period, subjectId: subject?.id ?? null },
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
    return published;
  }
}

/** Before any file of it is handed out. */
async function recordProduction(
  tx: Tx,
  { edition, grantId, period }: ReportToProduce,
): Promise<void> {
  await record(tx, {
    action: 'reports.produce',
    kind: 'grant',
    ids: [grantId],
    fields: [edition.kind, period.code],
  });
}

function* filesOf({ edition, grantCode, period, subject }: ReportToProduce, published: ByLanguage) {
  const stem = fileStemOf(edition.body.fileStem, period);
  const grant = grantCode.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  // No name of a partner in the name of a file.
  const about = subject ? [subject.id.slice(0, 8)] : [];
  for (const language of Object.keys(published) as Language[])
    for (const format of REPORT_FORMATS)
      yield { name: `${[stem, grant, ...about, language].join('-')}.${format}`, language, format };
}

async function toMake(tx: Tx, { kind, quarters }: ProductionRequest): Promise<ReportToProduce[]> {
  const kinds = kind ? [kind] : (await editionsInForce(tx)).map((one) => one.kind);
  const grants = await tx.query<{
    id: string;
    code: string;
    startsOn: CivilDate;
    endsOn: CivilDate;
  }>(
    `SELECT id, code, starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM grants ORDER BY code`,
  );
  const from = quartersBefore(tx.today, quarters).at(-1)!.from;
  const made: ReportToProduce[] = [];
  for (const one of kinds) {
    const edition = await editionInForce(tx, one);
    if (!edition) throw new DomainError('invalid', 'common.not_choice', {}, 'kind');
    for (const grant of grants) {
      const { every, audience } = edition.body;
      // A report on the whole grant is previewed while the grant is running.
      const over =
        every === 'grant'
          ? [periodOf(every, tx.today, grant)]
          : periodsOver(every, grant, tx.today).filter(({ until }) => until > from);
      const about = audience === 'partner' ? await partnersOf(tx, grant.id) : [null];
      for (const period of over)
        for (const subject of about)
          made.push({ edition, grantId: grant.id, grantCode: grant.code, period, subject });
    }
  }
  return made;
}
