import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { settingOf } from '../../plans';
import { Transactions } from '../../../src/database/transactions';
import type { Actor, Language } from '../../../src/shared/actor';
import { notFound } from '../../../src/shared/domain-error';
import type { FormState } from '../../../src/web/forms';
import { translate } from '../../../src/web/i18n';
import { page, type PageView } from '../../../src/web/page';
import { filesOf } from '../reports.queries';
import { type HandOutForm, type HandOutForms, handOutForms, type Terms } from './hand-out.forms';
import { handOutModel, publishedCard } from './hand-out.view';
import { nameIn } from './hand-out.queries';
import { type HandOut, Publications } from './publications.service';
import type { MadeReportLink } from './report-links.service';

/** Null where there is nothing to be done: the form is not there. */
export type BuildHandOutForm = (
  forms: HandOutForms,
  file: HandOut,
  terms: Terms,
) => HandOutForm | null;

@Injectable()
export class HandOutPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly publications: Publications,
  ) {}

  async handOut(actor: Actor, id: string, language: Language): Promise<PageView> {
    const file = await this.publications.handOut(actor, id);
    const about = nameOf(file, language);
    return page('hand-out/hand-out', handOutModel(actor, file, about, language));
  }

  /** What one's own organisation may read. */
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
    build: BuildHandOutForm,
    form: FormState,
  ): Promise<PageView> {
    const file = await this.publications.handOut(actor, id);
    const built = build(handOutForms(language), file, await this.terms(actor, id));
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

  /** The one page on which a link and its password are told. */
  made(id: string, made: MadeReportLink, { mawa }: FastifyRequest): PageView {
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

function nameOf({ about, report }: HandOut, language: Language): string {
  if (!about) return `${report.title[language]} · ${report.grantCode}`;
  const { title, period } = nameIn(about, language);
  return `${title} · ${period}`;
}
