import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { formatNumber } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import {
  DecisionDto,
  ListCommitmentsDto,
  MakeCommitmentDto,
  NewCommitmentQueryDto,
  CommitmentStepDto,
} from '../dto/commitments.dto';
import { withPostedValues, type PostedFields } from '../posted-values.form';
import { CURRENCIES } from '../money.rules';
import { typedNumber } from '../typed-number.rules';
import { commitmentModel, supplierOf } from './commitment.view';
import { CommitmentChoices } from './commitment-choices.service';
import { Commitments, COMMITMENT_FILTERS, type WholeCommitment } from './commitments.queries';
import { DecideCommitment } from './decide-commitment.service';
import { RequestCommitment } from './request-commitment.service';
import { TakeStep } from './take-step.service';

/** What was asked for, to be asked for anew. */
const requestValues = (former: WholeCommitment, language: Language) => ({
  lineId: former.lineId,
  supplier: former.supplier,
  purpose: former.purpose,
  amount: formatNumber(former.amount, language, 2),
  currency: former.currency,
  startsOn: former.startsOn,
  endsOn: former.endsOn,
  ...(former.agreementId && { agreementId: former.agreementId }),
});

/** What is promised by choice: the list, the form that asks, and one commitment with its next step. */
@ApiExcludeController()
@Controller('budget/commitments')
export class CommitmentsPagesController {
  constructor(
    private readonly commitments: Commitments,
    private readonly choices: CommitmentChoices,
    private readonly requests: RequestCommitment,
    private readonly decisions: DecideCommitment,
    private readonly steps: TakeStep,
  ) {}

  @Allow('budget:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() asked: ListCommitmentsDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { commitments, total, grants, currencies, next } = await this.commitments.list(
      actor,
      asked,
    );
    const show = asked.show ?? 'open';
    const address = (after?: string) =>
      `/budget/commitments?${new URLSearchParams({ show, ...(asked.line && { line: asked.line }), ...(after && { after }) })}`;
    return page('budget/commitments', {
      title: translate(language, 'budget:commitments.title'),
      commitments: commitments.map((row) => ({ ...row, supplier: supplierOf(row, language) })),
      total,
      grants: grants.map((sums) => ({ ...sums, hasUnfunded: sums.unfunded !== '0.00' })),
      currencies,
      show,
      shows: COMMITMENT_FILTERS.map((value) => ({
        value,
        label: translate(language, `budget:commitments.show.${value}`),
      })),
      newPath: may(actor, 'commitments:make') ? '/budget/commitments/new' : null,
      nextPath: next && address(next),
      previousPath: asked.after && address(),
    });
  }

  @Allow('commitments:make')
  @Get('new')
  async ask(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Query() { line, like }: NewCommitmentQueryDto,
  ): Promise<PageView> {
    const values = like
      ? requestValues(await this.commitments.one(actor, like), request.mawa.language)
      : { currency: 'MAD', ...(line && { lineId: line }) };
    return this.showNew(actor, request, newForm(values));
  }

  @Allow('commitments:make')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const amount = typedNumber(body['amount']);
    return submitForm(
      MakeCommitmentDto,
      { ...body, amount, planned: body['planned'] === 'yes' },
      request.mawa.language,
      async (dto) => {
        const { id } = await this.requests.make(actor, dto, requestId);
        return redirect(`/budget/commitments/${id}`, saved);
      },
      (form) => this.showNew(actor, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  @Allow('budget:read')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
    @Query('act') act?: string,
  ): Promise<PageView> {
    return this.showOne(actor, id, request, newForm(), act);
  }

  @Allow('commitments:pay')
  @Post(':id/steps')
  step(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const typed = {
      ...body,
      ...(body['amount'] !== undefined && { amount: typedNumber(body['amount']) }),
    };
    return submitForm(
      CommitmentStepDto,
      typed,
      request.mawa.language,
      async (dto) => {
        await this.steps.take(actor, id, dto, requestId);
        return redirect(`/budget/commitments/${id}`, saved);
      },
      (form) => {
        const values = withPostedValues(form, body);
        return this.showOne(actor, id, request, { ...form, values }, String(body['step']));
      },
    );
  }

  @Allow('commitments:approve')
  @Post(':id/decisions')
  decide(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DecisionDto,
      body,
      request.mawa.language,
      async (dto) => {
        await this.decisions.decide(actor, id, dto);
        return redirect(`/budget/commitments/${id}`, saved);
      },
      (form) => this.showOne(actor, id, request, form, String(body['decision'])),
    );
  }

  private async showNew(actor: Actor, { mawa }: FastifyRequest, form: FormState) {
    return page('budget/new-commitment', {
      title: translate(mawa.language, 'budget:commitments.new'),
      ...(await this.choices.forCommitment(actor, mawa.language)),
      currencies: CURRENCIES.map((value) => ({ value, label: value })),
      plans: [
        {
          value: 'yes',
          label: translate(mawa.language, 'budget:commitments.planned'),
          hint: translate(mawa.language, 'budget:commitments.planned_hint'),
        },
      ],
      requestId: randomUUID(),
      form,
    });
  }

  private async showOne(
    actor: Actor,
    id: string,
    { mawa }: FastifyRequest,
    form: FormState,
    act?: string,
  ) {
    const whole = await this.commitments.one(actor, id);
    return page('budget/commitment', {
      ...commitmentModel(whole, actor, mawa.language, act),
      mayAddFiles: may(actor, 'money-files:add'),
      requestId: randomUUID(),
      form,
    });
  }
}
