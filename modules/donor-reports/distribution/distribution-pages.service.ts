import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { settingOf } from '../../plans';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, type PageView } from '../../platform/web/page-response';
import { filesOf } from '../reports.queries';
import {
  type DistributionForm,
  type DistributionForms,
  distributionForms,
  type Terms,
} from './distribution.form';
import { distributionModel, publishedCard } from './distribution.view';
import { reportNameIn } from './distribution.queries';
import { type ReportDistribution, Publications } from './publications.service';
import type { CreatedReportLink } from './report-links.service';

/** Null where there is nothing to be done: the form is not there. */
export type BuildDistributionForm = (
  forms: DistributionForms,
  file: ReportDistribution,
  terms: Terms,
) => DistributionForm | null;

@Injectable()
export class DistributionPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly publications: Publications,
  ) {}

  async handOut(actor: Actor, id: string, language: Language): Promise<PageView> {
    const file = await this.publications.handOut(actor, id);
    const about = nameOf(file, language);
    return page('hand-out/hand-out', distributionModel(actor, file, about, language));
  }

  /** Reports published to the actor's organisation. */
  async published(actor: Actor, language: Language): Promise<PageView> {
    const reports = await this.publications.published(actor);
    return page('hand-out/published', {
      title: translate(language, 'reports:title'),
      reports: reports.map((report) => publishedCard(report, language)),
    });
  }

  async publishedOne(actor: Actor, id: string, language: Language): Promise<PageView> {
    const report = publishedCard(await this.publications.publishedOne(actor, id), language);
    return page('hand-out/published-one', { title: report.name, report });
  }

  async form(
    actor: Actor,
    language: Language,
    { id, action }: { readonly id: string; readonly action: string },
    build: BuildDistributionForm,
    form: FormState,
  ): Promise<PageView> {
    const file = await this.publications.handOut(actor, id);
    const built = build(distributionForms(language), file, await this.terms(actor, id));
    if (!built) throw notFound();
    return page('hand-out/form', {
      ...built,
      action,
      requestId: randomUUID(),
      title: `${built.title} · ${nameOf(file, language)}`,
      backPath: `/reports/${id}/hand-out`,
      form: { ...form, values: form.summary.length > 0 ? form.values : built.values },
    });
  }

  private terms(actor: Actor, id: string): Promise<Terms> {
    return this.transactions.run(actor, async (tx) => ({
      days: await settingOf(tx, 'report_link_days', 14),
      mostDays: await settingOf(tx, 'report_link_days_most', 90),
      openings: await settingOf(tx, 'report_link_openings', 5),
      files: await filesOf(tx, id),
    }));
  }

  /** The one page on which a link and its password are shown. */
  made(id: string, made: CreatedReportLink, { mawa }: FastifyRequest): PageView {
    const { path, password, expiresAt } = made;
    const address = new URL(path, mawa.publicUrl).href;
    return page('hand-out/made', {
      title: translate(mawa.language, 'hand-out:made.title'),
      address,
      password,
      expiresAt,
      backPath: `/reports/${id}/hand-out`,
    });
  }
}

function nameOf({ about, report }: ReportDistribution, language: Language): string {
  if (!about) return `${report.title[language]} · ${report.grantCode}`;
  const { title, period } = reportNameIn(about, language);
  return `${title} · ${period}`;
}
