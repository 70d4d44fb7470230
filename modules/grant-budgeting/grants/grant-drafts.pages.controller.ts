import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import type { PostedFields } from '../posted-values.form';
import type { GrantDefinition } from './grant-definition.types';
import { type DraftStep, type GrantDraft, stepsOf, withStep } from './grant-draft.rules';
import { GrantDrafts } from './grant-drafts.service';
import { GrantHistory } from './grant-history.queries';
import {
  changesModel,
  checkModel,
  currencyChoices,
  definitionModel,
  draftPath,
  GRANTS_PATH,
  stepForm,
  stepLinks,
  stepTables,
} from './grant.view';

/** The steps in which a grant or an amendment is entered, until it is proposed. */
@ApiExcludeController()
@Controller('budget/grants/drafts')
export class GrantDraftsPagesController {
  constructor(
    private readonly drafts: GrantDrafts,
    private readonly history: GrantHistory,
  ) {}

  @Allow('grants:propose')
  @Get(':id/:step')
  async step(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('step') asked: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const context = { id, language, ...(await this.drafts.read(actor, id)) };
    const step = stepNamed(context.draft, asked);
    const isAmendment = context.grantId !== null;
    const frame = {
      title: translate(language, isAmendment ? 'grants:amendment_title' : 'grants:draft_title', {
        code: context.draft.code ?? '',
      }),
      isAmendment,
      grantId: context.grantId,
      id,
      steps: stepLinks(context, step),
      requestId: randomUUID(),
    };
    if (step === 'check') {
      const errors = checkModel(context);
      // Without an error it is a whole definition.
      const { amendment: _, ...definition } = context.draft as GrantDefinition & GrantDraft;
      const now = context.grantId && (await this.history.one(actor, context.grantId)).definition;
      return page('budget/grant-check', {
        ...frame,
        errors,
        changes: now && errors.length === 0 ? changesModel(now, definition, language) : null,
        grant: errors.length === 0 ? definitionModel(definition, context.choices, language) : null,
      });
    }
    return page(step === 'award' ? 'budget/grant-award' : 'budget/grant-rows', {
      ...frame,
      path: draftPath(id, step),
      donors: context.choices.donors,
      currencies: currencyChoices,
      ...(step !== 'award' && stepTables(context, step)),
      form: stepForm(context, step),
    });
  }

  /** Keeps what was typed, right or wrong, and goes on; the check says what is missing. */
  @Allow('grants:propose')
  @RouteConfig({ bodyValues: 1_500 })
  @Post(':id/:step')
  async save(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Param('step') asked: string,
    @Body() { _request, act, ...body }: PostedFields,
  ): Promise<PageRedirect> {
    const draft = await this.drafts.save(actor, id, (draft) =>
      withStep(draft, stepNamed(draft, asked), body),
    );
    const steps = stepsOf(draft);
    const at = steps.indexOf(stepNamed(draft, asked));
    return redirect(draftPath(id, act === 'stay' ? steps[at]! : (steps[at + 1] ?? 'check')), saved);
  }

  @Allow('grants:propose')
  @Post(':id/proposal')
  async propose(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
  ): Promise<PageRedirect> {
    const { id: proposal } = await this.drafts.propose(actor, id, requestId);
    return redirect(`${GRANTS_PATH}/proposals/${proposal}`, saved);
  }

  @Allow('grants:propose')
  @Post(':id/removal')
  async remove(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    await this.drafts.remove(actor, id);
    return redirect(GRANTS_PATH, { kind: 'success', key: 'grants:removed' });
  }
}

function stepNamed(draft: GrantDraft, name: string): DraftStep {
  const step = stepsOf(draft).find((one) => one === name);
  if (!step) throw notFound();
  return step;
}
