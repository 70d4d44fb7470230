import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import type { FormState } from '../platform/web/forms';
import { page, type PageView } from '../platform/web/page-response';
import { type IndicatorForm, type IndicatorForms, indicatorForms } from './indicator.form';
import { indicatorModel, logframeModel } from './indicator.view';
import { type IndicatorFile, Indicators } from './indicators.service';

/** Null where there is nothing to be done: the form is not there. */
export type BuildIndicatorForm = (
  forms: IndicatorForms,
  file: IndicatorFile | null,
) => IndicatorForm | null;

@Injectable()
export class IndicatorPages {
  constructor(
    private readonly transactions: Transactions,
    private readonly indicators: Indicators,
  ) {}

  async all(
    actor: Actor,
    asked: { readonly quarter: string | null; readonly past: PastChoice | undefined },
    language: Language,
  ): Promise<PageView> {
    const found = await this.indicators.all(actor, asked.quarter, asked.past);
    return page('indicators/logframe', logframeModel(actor, found, language));
  }

  async one(
    actor: Actor,
    id: string,
    past: PastChoice | undefined,
    language: Language,
  ): Promise<PageView> {
    const file = await this.indicators.one(actor, id, past);
    return page('indicators/indicator', indicatorModel(actor, file, language));
  }

  /** `id`: of which indicator; null of a new one. */
  form(
    actor: Actor,
    language: Language,
    { id, action }: { id: string | null; action: string },
    build: BuildIndicatorForm,
    form: FormState,
  ): Promise<PageView> {
    return this.transactions.run(actor, async (tx) => {
      const file = id ? await this.indicators.fileIn(tx, id) : null;
      const owners = await tx.query<{ value: string; label: string }>(
        `SELECT id AS value, localized_name(name, names) AS label FROM organisations WHERE active AND kind IN ('agency', 'commission', 'partner') ORDER BY label`,
      );
      const built = build(indicatorForms(language, tx.today, owners), file);
      if (!built) throw notFound();
      return page('indicators/form', {
        ...built,
        action,
        requestId: randomUUID(),
        title: file ? `${built.title} · ${file.indicator.code}` : built.title,
        backPath: id ? `/indicators/${id}` : '/indicators',
        form: { ...form, values: form.summary.length > 0 ? form.values : built.values },
      });
    });
  }
}
