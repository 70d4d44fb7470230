import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { Transactions } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { page, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { TrialDto } from '../dto/placing-rules.dto';
import { PlacingRules } from './rule-sets.service';
import { changesModel, rulesModel, typedRules, versionModel, wordsIn } from './rules.view';
import { trialPage } from './trial.view';
import { RuleTrials } from './trials.service';

/** Pages of the placement rules. */
@Injectable()
export class RulePages {
  constructor(
    private readonly transactions: Transactions,
    private readonly rules: PlacingRules,
    private readonly trials: RuleTrials,
  ) {}

  async all(actor: Actor, language: Language): Promise<PageView> {
    const { inForce, versions } = await this.rules.all(actor);
    const writes = may(actor, 'placing-rules:write');
    const draft = versions.find(({ state }) => state === 'draft') ?? null;
    const approved = versions.filter(({ state }) => state === 'approved');
    return page('placing-rules/all', {
      title: wordsIn(language)('title'),
      version: versionModel(inForce, language),
      rules: rulesModel(inForce.rules, language),
      draft: draft && versionModel(draft, language),
      mayWrite: writes,
      mayStart: writes && !draft,
      versions: approved.map((one, place) => ({
        ...versionModel(one, language),
        changes: approved[place + 1]
          ? changesModel(approved[place + 1]!.rules, one.rules, language)
          : null,
      })),
    });
  }

  async version(actor: Actor, language: Language, number: number): Promise<PageView> {
    const version = await this.rules.version(actor, number);
    return page('placing-rules/version', {
      title: wordsIn(language)('version_title', { number }),
      version: versionModel(version, language),
      rules: rulesModel(version.rules, language),
    });
  }

  async draft(actor: Actor, language: Language, form: FormState | null): Promise<PageView> {
    const { draft, inForce } = await this.rules.draft(actor);
    return page('placing-rules/draft', {
      title: wordsIn(language)('draft_title', { number: draft.version }),
      version: versionModel(draft, language),
      rules: rulesModel(draft.rules, language, inForce.rules),
      changes: changesModel(inForce.rules, draft.rules, language),
      form:
        form?.values.source === undefined
          ? { ...newForm(typedRules(draft)), ...errorsOf(form) }
          : form,
      revision: form?.values.revision ?? String(draft.revision),
      wrote: draft.writers.some(({ id }) => id === actor.userId),
    });
  }

  async trial(
    actor: Actor,
    language: Language,
    asked: Record<string, unknown>,
  ): Promise<PageView | PageRedirect> {
    const tonight = await this.transactions.run(actor, (tx) => Promise.resolve(tx.tonight));
    const show = (form: FormState, trial: Parameters<typeof trialPage>[1] = null) =>
      page('placing-rules/try', trialPage(form, trial, tonight, language));
    if (Object.keys(asked).length === 0) return show(newForm());
    const typed = newForm(
      Object.fromEntries(
        Object.entries(asked).filter(([, value]) => typeof value === 'string'),
      ) as FormState['values'],
    );
    return submitForm<TrialDto, PageView>(
      TrialDto,
      asked,
      language,
      async (dto) => show(typed, await this.trials.run(actor, dto)),
      (form) => Promise.resolve(show(form)),
    );
  }
}

/** Errors of a refused approval, shown above the form; the form itself shows the stored draft. */
const errorsOf = (form: FormState | null) =>
  form ? { errors: form.errors, summary: form.summary, status: form.status } : {};
