import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../src/config/env';
import { ENV } from '../../src/config/env.token';
import type { Tx } from '../../src/database/transactions';
import { LANGUAGES, type Language } from '../../src/shared/actor';
import { composeReport } from './compose/compose-report';
import type { PeopleView, ReportHead } from './compose/context';
import { viewToPublish } from './compose/view-to-publish';
import { applyDisclosure, INSIDERS, type DisclosurePolicy } from './disclosure';
import type { DisclosedDocument, ReportDocument } from './document';
import type { ReportFigures } from './figures/report.figures';
import { definitionOf } from './iom-quarterly.definition';
import type { NarrativesByLanguage, ReportRow } from './reports.queries';

export type ByLanguage = Record<Language, DisclosedDocument>;

export interface Versions {
  readonly insider: ByLanguage;
  readonly published: ByLanguage;
  readonly threshold: number;
  /** Which grouping of ages is published. */
  readonly ages: string;
}

interface Made {
  readonly report: ReportRow;
  readonly figures: ReportFigures;
  readonly narratives: NarrativesByLanguage;
  readonly version: number;
  readonly approved: boolean;
}

/** The same figures and words as two documents: for the programme's own people, and for the audience. */
@Injectable()
export class ReportVersions {
  constructor(@Inject(ENV) private readonly env: Env) {}

  async of(tx: Tx, made: Made): Promise<Versions> {
    const policy = await this.policyOf(tx, made.report.kind);
    const head = this.headOf(tx, made, policy.threshold);
    const { ages } = definitionOf(made.report.kind);
    const whole = (view: PeopleView, language: Language): ReportDocument =>
      composeReport({
        definition: definitionOf(made.report.kind),
        figures: made.figures,
        narratives: made.narratives[language],
        ...{ head, language, view },
      });
    const masked = (view: PeopleView) => applyDisclosure(whole(view, 'fr'), policy);
    const view = viewToPublish(ages, masked);
    const inEach = (make: (language: Language) => DisclosedDocument): ByLanguage =>
      Object.fromEntries(LANGUAGES.map((language) => [language, make(language)])) as ByLanguage;
    const all: PeopleView = { ages: ages[0]!, pictureBySex: true };
    return {
      insider: inEach((language) => applyDisclosure(whole(all, language), INSIDERS)),
      published: inEach((language) => applyDisclosure(whole(view, language), policy)),
      threshold: policy.threshold,
      ages: view.ages.key,
    };
  }

  private async policyOf(tx: Tx, kind: string): Promise<DisclosurePolicy> {
    const { audience } = definitionOf(kind);
    const [setting] = await tx.query<{ threshold: number | null }>(
      'SELECT (mawa_setting($1))::int AS threshold',
      [audience.thresholdKey],
    );
    // Without a setting nothing small may leave: the strictest threshold that we know.
    return { audience: audience.key, threshold: setting?.threshold ?? 11, zeros: audience.zeros };
  }

  private headOf(tx: Tx, made: Made, threshold: number): ReportHead {
    return {
      programme: this.env.MAWA_PROGRAMME,
      donor: made.report.audience,
      version: String(made.version),
      approved: made.approved,
      date: tx.today,
      synthetic: this.env.MAWA_SYNTHETIC,
      threshold,
    };
  }
}
