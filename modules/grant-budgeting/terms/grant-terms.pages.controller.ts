import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import {
  AddConditionDto,
  AddContributionOfSourceDto,
  EndConditionDto,
  PromiseContributionDto,
} from '../dto/grant-terms.dto';
import { GrantHistory } from '../grants/grant-history.queries';
import { typedNumber } from '../typed-number.rules';
import { withPostedValues, type PostedFields } from '../posted-values.form';
import { CONDITION_KINDS, CONDITION_OUTCOMES, GrantConditions } from './grant-conditions.service';
import { GrantContributions } from './grant-contributions.service';

const termsPath = (grantId: string): string => `/budget/grants/${grantId}/terms`;
/** The forms of the page; a refused one opens again with what was typed. */
type TermsForm = 'condition' | 'outcome' | 'promise' | 'contribution';

/** Conditions and special terms of a grant, and the recipient's own contribution to it. */
@ApiExcludeController()
@Controller('budget/grants')
export class GrantTermsPagesController {
  constructor(
    private readonly history: GrantHistory,
    private readonly conditions: GrantConditions,
    private readonly contributions: GrantContributions,
  ) {}

  @Allow('budget:read')
  @Get(':id/terms')
  terms(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, request, 'condition', newForm());
  }

  /** Where the task of a condition leads. */
  @Allow('budget:read')
  @Get('conditions/:id')
  async condition(@CurrentActor() actor: Actor, @Id() id: string): Promise<PageRedirect> {
    return redirect(`${termsPath(await this.conditions.grantOf(actor, id))}#c-${id}`);
  }

  @Allow('grants:propose')
  @Post(':id/conditions')
  addCondition(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      AddConditionDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.conditions.add(actor, id, dto, requestId);
        return redirect(termsPath(id), saved);
      },
      (form) => this.show(actor, id, request, 'condition', form),
    );
  }

  @Allow('grants:propose')
  @Post('conditions/:id/outcome')
  endCondition(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      EndConditionDto,
      body,
      request.mawa.language,
      async ({ outcome, reason }) => {
        const { grantId } = await this.conditions.end(actor, id, outcome, reason, requestId);
        return redirect(termsPath(grantId), saved);
      },
      async (form) =>
        this.show(actor, await this.conditions.grantOf(actor, id), request, 'outcome', form, id),
    );
  }

  @Allow('grants:propose')
  @Post(':id/contributions')
  promise(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      PromiseContributionDto,
      { ...body, promised: typedNumber(body['promised']) },
      request.mawa.language,
      async (dto) => {
        await this.contributions.promise(actor, id, dto, requestId);
        return redirect(termsPath(id), saved);
      },
      (form) =>
        this.show(actor, id, request, 'promise', { ...form, values: withPostedValues(form, body) }),
    );
  }

  @Allow('grants:propose')
  @Post(':id/contributions/rows')
  contribute(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      AddContributionOfSourceDto,
      { ...body, amount: typedNumber(body['amount']) },
      request.mawa.language,
      async ({ contributionId, ...row }) => {
        await this.contributions.add(actor, contributionId, row, requestId);
        return redirect(termsPath(id), saved);
      },
      (form) =>
        this.show(actor, id, request, 'contribution', {
          ...form,
          values: withPostedValues(form, body),
        }),
    );
  }

  @Allow('grants:propose')
  @Post(':id/contributions/rows/:row/undoing')
  async takeBack(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Id('row') row: string,
  ): Promise<PageRedirect> {
    await this.contributions.takeBack(actor, row, requestId);
    return redirect(termsPath(id), saved);
  }

  private async show(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    refused: TermsForm,
    form: FormState,
    endedId?: string,
  ): Promise<PageView> {
    const { code, definition } = await this.history.one(actor, id);
    const contributions = await this.contributions.list(actor, id);
    const formOf = (one: TermsForm): FormState => (one === refused ? form : newForm());
    const choices = (values: readonly string[], words: string) =>
      values.map((value) => ({
        value,
        label: translate(language, `grant-terms:${words}.${value}`),
      }));
    return page(
      'budget/grant-terms',
      {
        title: translate(language, 'grant-terms:title', { code }),
        name: definition.title[language],
        id,
        code,
        currency: definition.currency,
        conditions: (await this.conditions.list(actor, id)).map((condition) => ({
          ...condition,
          form: condition.id === endedId ? formOf('outcome') : newForm(),
          isOpened: condition.id === endedId,
        })),
        contributions,
        sources: contributions.map(({ id: value, source }) => ({ value, label: source })),
        writes: may(actor, 'grants:propose'),
        mayAddFiles: may(actor, 'money-files:add'),
        kinds: choices(CONDITION_KINDS, 'kind'),
        outcomes: choices(CONDITION_OUTCOMES, 'outcome'),
        forms: {
          condition: formOf('condition'),
          promise: formOf('promise'),
          contribution: formOf('contribution'),
        },
        requestId: randomUUID(),
        form,
      },
      form.status,
    );
  }
}
