import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Allow, CurrentActor, may, RequestId } from '../access';
import type { Actor } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import {
  page,
  redirect,
  type PageRedirect,
  type PageView,
  saved,
} from '../platform/web/page-response';
import type { DtoClass } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import {
  agreedOf,
  amountsOf,
  CheckReturnDto,
  DecideAdvanceDto,
  EnterReturnDto,
  PaidDto,
  RefundDto,
  RequestAdvanceDto,
  TakeBackDto,
  WithdrawAdvanceDto,
} from './partners.dto';
import { withPostedValues, type PostedFields } from '../grant-budgeting';
import { Advances } from './advances.service';
import { CheckReturns } from './check-returns.service';
import { CLAIMS } from './partner-submissions.queries';
import { lineFields, monthsOf, submissionModel, quartersOf, wordsOf } from './partner.view';
import { PartnerChoices } from './partner-choices.service';
import { PartnerRefunds } from './partner-refunds.service';
import { PartnerReturns } from './partner-returns.service';
import { withNumbers } from './partners.pages.controller';
import { Partners } from './partners.queries';

type PageAnswer = Promise<PageView | PageRedirect>;
type NewSubmissionForm = 'advances' | 'returns' | 'refunds';

/** The forms that ask for an advance, enter a return or a refund, and one paper with what may be done next. */
@ApiExcludeController()
@Controller('budget/partners')
export class PartnerSubmissionsPagesController {
  constructor(
    private readonly partners: Partners,
    private readonly choices: PartnerChoices,
    private readonly advances: Advances,
    private readonly returns: PartnerReturns,
    private readonly checks: CheckReturns,
    private readonly refunds: PartnerRefunds,
  ) {}

  @Allow('advances:make')
  @Get(':id/advances')
  askAdvance(@CurrentActor() actor: Actor, @Id() id: string, @Req() request: FastifyRequest) {
    return this.showForm(actor, id, 'advances', request, newForm());
  }

  @Allow('advances:make')
  @Post(':id/advances')
  advance(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(RequestAdvanceDto, actor, id, 'advances', body, request, (dto) =>
      this.advances.request(actor, id, { ...dto, rows: amountsOf(dto.rows) }, requestId),
    );
  }

  @Allow('advances:make')
  @Get(':id/returns')
  askReturn(@CurrentActor() actor: Actor, @Id() id: string, @Req() request: FastifyRequest) {
    return this.showForm(actor, id, 'returns', request, newForm({ claim: CLAIMS[0] }));
  }

  @Allow('advances:make')
  @Post(':id/returns')
  enter(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(EnterReturnDto, actor, id, 'returns', body, request, (dto) =>
      this.returns.enter(actor, id, { ...dto, rows: amountsOf(dto.rows) }, requestId),
    );
  }

  @Allow('advances:pay')
  @Get(':id/refunds')
  askRefund(@CurrentActor() actor: Actor, @Id() id: string, @Req() request: FastifyRequest) {
    return this.showForm(actor, id, 'refunds', request, newForm());
  }

  @Allow('advances:pay')
  @Post(':id/refunds')
  refund(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.submit(RefundDto, actor, id, 'refunds', body, request, (dto) =>
      this.refunds.refund(actor, id, { ...dto, rows: amountsOf(dto.rows) }, requestId),
    );
  }

  @Allow('budget:read')
  @Get('papers/:id')
  paper(@CurrentActor() actor: Actor, @Id() id: string, @Req() request: FastifyRequest) {
    return this.showPaper(actor, id, request, newForm());
  }

  @Allow('advances:decide')
  @Post('papers/:id/authorised')
  authorise(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.act(
      DecideAdvanceDto,
      actor,
      id,
      { ...body, decision: 'authorised' },
      request,
      (dto) =>
        this.advances.decide(actor, id, { ...dto, rows: agreedOf(dto.rows ?? []) }, requestId),
    );
  }

  @Allow('advances:decide')
  @Post('papers/:id/refused')
  refuse(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.act(DecideAdvanceDto, actor, id, { ...body, decision: 'refused' }, request, (dto) =>
      this.advances.decide(actor, id, { ...dto, rows: [] }, requestId),
    );
  }

  @Allow('advances:decide')
  @Post('papers/:id/accepted')
  accept(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.act(CheckReturnDto, actor, id, { ...body, decision: 'accepted' }, request, (dto) =>
      this.checks.decide(actor, id, { ...dto, rows: agreedOf(dto.rows ?? []) }, requestId),
    );
  }

  @Allow('advances:decide')
  @Post('papers/:id/returned')
  sendBack(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.act(CheckReturnDto, actor, id, { ...body, decision: 'returned' }, request, (dto) =>
      this.checks.decide(actor, id, { ...dto, rows: [] }, requestId),
    );
  }

  @Allow('advances:pay')
  @Post('papers/:id/paid')
  pay(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.act(PaidDto, actor, id, body, request, async (dto) => {
      const { kind } = await this.partners.paper(actor, id);
      return kind === 'advance'
        ? this.advances.pay(actor, id, dto, requestId)
        : this.checks.reimburse(actor, id, dto, requestId);
    });
  }

  @Allow('advances:make')
  @Post('papers/:id/withdrawn')
  withdraw(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    const reason = body['reason'] ?? 'mistake';
    return this.act(WithdrawAdvanceDto, actor, id, { ...body, reason }, request, async (dto) => {
      const { kind } = await this.partners.paper(actor, id);
      return kind === 'advance'
        ? this.advances.withdraw(actor, id, dto.reason)
        : this.returns.withdraw(actor, id);
    });
  }

  @Allow('advances:pay')
  @Post('papers/:id/undone')
  undo(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() body: PostedFields,
    @Req() request: FastifyRequest,
  ): PageAnswer {
    return this.act(TakeBackDto, actor, id, body, request, ({ reason }) =>
      this.refunds.undo(actor, id, reason, requestId),
    );
  }

  private submit<T extends object>(
    Dto: DtoClass<T>,
    actor: Actor,
    id: string,
    kind: NewSubmissionForm,
    { _request, ...body }: PostedFields,
    request: FastifyRequest,
    act: (dto: T) => Promise<{ id: string }>,
  ): PageAnswer {
    return submitForm(
      Dto,
      withNumbers(body),
      request.mawa.language,
      async (dto) => redirect(`/budget/partners/papers/${(await act(dto)).id}`, saved),
      (form) =>
        this.showForm(actor, id, kind, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  private act<T extends object>(
    Dto: DtoClass<T>,
    actor: Actor,
    id: string,
    { _request, ...body }: PostedFields,
    request: FastifyRequest,
    act: (dto: T) => Promise<object>,
  ): PageAnswer {
    return submitForm(
      Dto,
      withNumbers(body),
      request.mawa.language,
      async (dto) => {
        await act(dto);
        return redirect(`/budget/partners/papers/${id}`, saved);
      },
      (form) =>
        this.showPaper(actor, id, request, { ...form, values: withPostedValues(form, body) }),
    );
  }

  private async showForm(
    actor: Actor,
    id: string,
    kind: NewSubmissionForm,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const { partner, lines, today } = await this.choices.partner(actor, id);
    const words = wordsOf(language);
    return page('budget/partner-form', {
      ...partner,
      title: words(`new.${kind}`),
      lead: `${partner.organisation} · ${partner.reference}`,
      follows: words(`new_follows.${kind}`),
      kind,
      today,
      path: `/budget/partners/${id}/${kind}`,
      backPath: `/budget/partners/${id}`,
      quarters: kind === 'advances' && quartersOf(partner, language),
      months: kind === 'returns' && monthsOf(partner, today, language),
      claims:
        kind === 'returns' && CLAIMS.map((value) => ({ value, label: words(`claim.${value}`) })),
      lineRows: lineFields(lines, form, language, kind === 'returns'),
      requestId: randomUUID(),
      form,
    });
  }

  private async showPaper(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
  ): Promise<PageView> {
    const paper = await this.partners.paper(actor, id);
    return page('budget/partner-paper', {
      ...submissionModel(paper, actor, language, form),
      mayAddFiles: may(actor, 'money-files:add'),
      backPath: `/budget/partners/${paper.agreementId}`,
      requestId: randomUUID(),
      form,
    });
  }
}
