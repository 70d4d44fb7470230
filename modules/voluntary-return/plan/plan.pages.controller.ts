import {
  BadRequestException,
  Body,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Get,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import { withPostedValues, typedNumber } from '../../grant-budgeting';
import type { Actor, Language } from '../../platform/shared/actor';
import { newForm, submitForm } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';
import { Id } from '../../platform/web/id.decorator';
import type { PostedFields, PageResult } from '../track-forms.service';
import { AgreePlan } from './agree-plan.service';
import { DraftPlan } from './draft-plan.service';
import * as dto from './dto/plan.dto';
import { PayInstalments } from './pay-instalments.service';
import { type PlanFormPath, type PlanFormBuilder, PlanPages } from './plan-pages.view';

interface PlanFormTarget extends PlanFormPath {
  readonly actor: Actor;
  readonly language: Language;
}

/** Actor and ids of a form of a plan; `path`: the route pattern, filled with the ids of the address. */
const PlanTarget = createParamDecorator(
  (path: string, context: ExecutionContext): PlanFormTarget => {
    const { params, mawa } = context.switchToHttp().getRequest<FastifyRequest>();
    const of = params as Readonly<Record<string, string>>;
    if (!Object.values(of).every((id) => isUUID(id))) throw new BadRequestException();
    return {
      actor: mawa.actor!,
      language: mawa.language,
      id: of.id!,
      trackId: of.trackId!,
      of,
      path: path.replaceAll(/:(\w+)/g, (_, name: string) => of[name]!),
    };
  },
);

const itemForm: PlanFormBuilder = async (forms, context) =>
  forms.item(
    await context.choices('reintegration_help'),
    await context.choices('instalment_conditions'),
    context.read.seesMoney ? await context.lines() : null,
  );
const endForm: PlanFormBuilder = (forms, context) => context.item() && forms.end();
const instalmentForm: PlanFormBuilder = async (forms, context) => {
  context.item();
  return forms.instalment(
    await context.choices('instalment_conditions'),
    forms.words('form.instalment.lead'),
  );
};
const agreementForm: PlanFormBuilder = async (forms, context) =>
  forms.agreement(await context.isAsChild(), await context.changes());
const requestForm: PlanFormBuilder = async (forms, context) =>
  context.item() && forms.request(await context.lines());
const paymentForm: PlanFormBuilder = async (forms, context) => {
  const { item, one } = context.instalment();
  return forms.payment(item, one, await context.documents());
};
const cancellationForm: PlanFormBuilder = (forms, context) => {
  const { item, one } = context.instalment();
  return forms.cancellation(item, one);
};
const undoForm: PlanFormBuilder = (forms) => forms.undo();

/** The plan of a track: drafted, agreed, paid. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/returns/:trackId/plan')
export class PlanPagesController {
  constructor(
    private readonly pages: PlanPages,
    private readonly drafts: DraftPlan,
    private readonly agreements: AgreePlan,
    private readonly payments: PayInstalments,
  ) {}

  @Allow('returns:read')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('trackId') trackId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.show(actor, mawa.language, id, trackId);
  }

  @Allow('returns:write')
  @Get('items/new')
  itemForm(@PlanTarget('items') at: PlanFormTarget) {
    return this.form(at, itemForm);
  }

  @Allow('returns:write')
  @Post('items')
  add(@PlanTarget('items') at: PlanFormTarget, @Body() body: PostedFields) {
    return this.take(at, dto.AddPlanItemDto, body, itemForm, (given, requestId) =>
      this.drafts.add(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('items/:itemId/end/new')
  endForm(@PlanTarget('items/:itemId/end') at: PlanFormTarget) {
    return this.form(at, endForm);
  }

  @Allow('returns:write')
  @Post('items/:itemId/end')
  end(@PlanTarget('items/:itemId/end') at: PlanFormTarget, @Body() body: PostedFields) {
    return this.take(at, dto.EndPlanItemDto, body, endForm, (given, requestId) =>
      this.drafts.end(at.actor, at.id, at.trackId, at.of['itemId']!, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('items/:itemId/instalments/new')
  instalmentForm(@PlanTarget('items/:itemId/instalments') at: PlanFormTarget) {
    return this.form(at, instalmentForm);
  }

  @Allow('returns:write')
  @Post('items/:itemId/instalments')
  addInstalment(
    @PlanTarget('items/:itemId/instalments') at: PlanFormTarget,
    @Body() body: PostedFields,
  ) {
    return this.take(at, dto.InstalmentDto, body, instalmentForm, (given, requestId) =>
      this.drafts.addInstalment(at.actor, at.id, at.trackId, at.of['itemId']!, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('items/:itemId/request/new')
  requestForm(@PlanTarget('items/:itemId/request') at: PlanFormTarget) {
    return this.form(at, requestForm);
  }

  @Allow('returns:write')
  @Post('items/:itemId/request')
  askAgain(@PlanTarget('items/:itemId/request') at: PlanFormTarget, @Body() body: PostedFields) {
    return this.take(at, dto.AskAgainDto, body, requestForm, (given, requestId) =>
      this.agreements.askAgain(at.actor, at.id, at.trackId, at.of['itemId']!, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('agreement/new')
  agreementForm(@PlanTarget('agreement') at: PlanFormTarget) {
    return this.form(at, agreementForm);
  }

  @Allow('returns:write')
  @Post('agreement')
  agree(@PlanTarget('agreement') at: PlanFormTarget, @Body() body: PostedFields) {
    return this.take(at, dto.AgreePlanDto, body, agreementForm, (given, requestId) =>
      this.agreements.agree(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('instalments:pay')
  @Get('instalments/:instalmentId/payments/new')
  paymentForm(@PlanTarget('instalments/:instalmentId/payments') at: PlanFormTarget) {
    return this.form(at, paymentForm);
  }

  @Allow('instalments:pay')
  @Post('instalments/:instalmentId/payments')
  pay(
    @PlanTarget('instalments/:instalmentId/payments') at: PlanFormTarget,
    @Body() body: PostedFields,
  ) {
    return this.take(at, dto.PayInstalmentDto, body, paymentForm, (given, requestId) =>
      this.payments.pay(at.actor, at.id, at.trackId, at.of['instalmentId']!, given, requestId),
    );
  }

  @Allow('instalments:pay')
  @Get('instalments/:instalmentId/cancellation/new')
  cancellationForm(@PlanTarget('instalments/:instalmentId/cancellation') at: PlanFormTarget) {
    return this.form(at, cancellationForm);
  }

  @Allow('instalments:pay')
  @Post('instalments/:instalmentId/cancellation')
  cancel(
    @PlanTarget('instalments/:instalmentId/cancellation') at: PlanFormTarget,
    @Body() body: PostedFields,
  ) {
    return this.take(at, dto.CancelInstalmentDto, body, cancellationForm, (given, requestId) =>
      this.payments.cancel(at.actor, at.id, at.trackId, at.of['instalmentId']!, given, requestId),
    );
  }

  @Allow('instalments:pay')
  @Get('payments/:paymentId/undo/new')
  undoForm(@PlanTarget('payments/:paymentId/undo') at: PlanFormTarget) {
    return this.form(at, undoForm);
  }

  @Allow('instalments:pay')
  @Post('payments/:paymentId/undo')
  undo(@PlanTarget('payments/:paymentId/undo') at: PlanFormTarget, @Body() body: PostedFields) {
    return this.take(at, dto.UndoPaymentDto, body, undoForm, (given, requestId) =>
      this.payments.undo(at.actor, at.id, at.trackId, at.of['paymentId']!, given, requestId),
    );
  }

  private form(at: PlanFormTarget, build: PlanFormBuilder, form = newForm()) {
    return this.pages.form(at.actor, at.language, at, build, form);
  }

  private take<T extends object>(
    at: PlanFormTarget,
    Dto: DtoClass<T>,
    { _request, ...body }: PostedFields,
    build: PlanFormBuilder,
    act: (given: T, requestId: string | null) => Promise<unknown>,
  ): PageResult {
    const requestId = typeof _request === 'string' && _request ? _request : null;
    return submitForm(
      Dto,
      Object.fromEntries(
        Object.entries(body).map(([name, value]) => [name, parseAmountField(name, value)]),
      ),
      at.language,
      async (given) => {
        await act(given, requestId);
        return redirect(`/people/${at.id}/returns/${at.trackId}/plan`, {
          kind: 'success',
          key: 'returns:saved',
        });
      },
      (form) => this.form(at, build, { ...form, values: withPostedValues(form, body) }),
    );
  }
}

/** Amounts as people type them. */
const parseAmountField = (name: string, value: unknown): unknown =>
  name === 'amount' || name.endsWith('.amount') ? typedNumber(value) : value;
