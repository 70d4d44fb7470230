import {
  BadRequestException,
  Body,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Get,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import { asTyped, typedNumber } from '../../grant-budgeting';
import type { Actor, Language } from '../../../src/shared/actor';
import { newForm, submitForm } from '../../../src/web/forms';
import { redirect } from '../../../src/web/page';
import type { DtoClass } from '../../../src/web/validation';
import type { Posted, Shown } from '../act-forms';
import { AgreePlan } from './agree-plan.service';
import { DraftPlan } from './draft-plan.service';
import * as dto from './dto/plan.dto';
import { PayInstalments } from './pay-instalments.service';
import { type AtPlan, type BuildPlanForm, PlanPages } from './plan.pages';

interface Place extends AtPlan {
  readonly actor: Actor;
  readonly language: Language;
}

/** Who stands before a form, of which plan; `path` as the route writes it, its ids those of the address. */
const At = createParamDecorator((path: string, context: ExecutionContext): Place => {
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
});

const itemForm: BuildPlanForm = async (forms, scene) =>
  forms.item(
    await scene.choices('reintegration_help'),
    await scene.choices('instalment_conditions'),
    scene.read.seesMoney ? await scene.lines() : null,
  );
const endForm: BuildPlanForm = (forms, scene) => scene.item() && forms.end();
const instalmentForm: BuildPlanForm = async (forms, scene) => {
  scene.item();
  return forms.instalment(
    await scene.choices('instalment_conditions'),
    forms.words('form.instalment.lead'),
  );
};
const agreementForm: BuildPlanForm = async (forms, scene) =>
  forms.agreement(await scene.isAsChild());
const requestForm: BuildPlanForm = async (forms, scene) =>
  scene.item() && forms.request(await scene.lines());
const paymentForm: BuildPlanForm = async (forms, scene) => {
  const { item, one } = scene.instalment();
  return forms.payment(item, one, await scene.documents());
};
const cancellationForm: BuildPlanForm = (forms, scene) => {
  const { item, one } = scene.instalment();
  return forms.cancellation(item, one);
};
const undoForm: BuildPlanForm = (forms) => forms.undo();

/** The plan of a track: drafted, agreed, paid. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
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
    @Param('id', ParseUUIDPipe) id: string,
    @Param('trackId', ParseUUIDPipe) trackId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.show(actor, mawa.language, id, trackId);
  }

  @Allow('returns:write')
  @Get('items/new')
  itemForm(@At('items') at: Place) {
    return this.form(at, itemForm);
  }

  @Allow('returns:write')
  @Post('items')
  add(@At('items') at: Place, @Body() body: Posted) {
    return this.take(at, dto.AddPlanItemDto, body, itemForm, (given, requestId) =>
      this.drafts.add(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('items/:itemId/end/new')
  endForm(@At('items/:itemId/end') at: Place) {
    return this.form(at, endForm);
  }

  @Allow('returns:write')
  @Post('items/:itemId/end')
  end(@At('items/:itemId/end') at: Place, @Body() body: Posted) {
    return this.take(at, dto.EndPlanItemDto, body, endForm, (given, requestId) =>
      this.drafts.end(at.actor, at.id, at.trackId, at.of['itemId']!, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('items/:itemId/instalments/new')
  instalmentForm(@At('items/:itemId/instalments') at: Place) {
    return this.form(at, instalmentForm);
  }

  @Allow('returns:write')
  @Post('items/:itemId/instalments')
  addInstalment(@At('items/:itemId/instalments') at: Place, @Body() body: Posted) {
    return this.take(at, dto.InstalmentDto, body, instalmentForm, (given, requestId) =>
      this.drafts.addInstalment(at.actor, at.id, at.trackId, at.of['itemId']!, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('items/:itemId/request/new')
  requestForm(@At('items/:itemId/request') at: Place) {
    return this.form(at, requestForm);
  }

  @Allow('returns:write')
  @Post('items/:itemId/request')
  askAgain(@At('items/:itemId/request') at: Place, @Body() body: Posted) {
    return this.take(at, dto.AskAgainDto, body, requestForm, (given, requestId) =>
      this.agreements.askAgain(at.actor, at.id, at.trackId, at.of['itemId']!, given, requestId),
    );
  }

  @Allow('returns:write')
  @Get('agreement/new')
  agreementForm(@At('agreement') at: Place) {
    return this.form(at, agreementForm);
  }

  @Allow('returns:write')
  @Post('agreement')
  agree(@At('agreement') at: Place, @Body() body: Posted) {
    return this.take(at, dto.AgreePlanDto, body, agreementForm, (given, requestId) =>
      this.agreements.agree(at.actor, at.id, at.trackId, given, requestId),
    );
  }

  @Allow('instalments:pay')
  @Get('instalments/:instalmentId/payments/new')
  paymentForm(@At('instalments/:instalmentId/payments') at: Place) {
    return this.form(at, paymentForm);
  }

  @Allow('instalments:pay')
  @Post('instalments/:instalmentId/payments')
  pay(@At('instalments/:instalmentId/payments') at: Place, @Body() body: Posted) {
    return this.take(at, dto.PayInstalmentDto, body, paymentForm, (given, requestId) =>
      this.payments.pay(at.actor, at.id, at.trackId, at.of['instalmentId']!, given, requestId),
    );
  }

  @Allow('instalments:pay')
  @Get('instalments/:instalmentId/cancellation/new')
  cancellationForm(@At('instalments/:instalmentId/cancellation') at: Place) {
    return this.form(at, cancellationForm);
  }

  @Allow('instalments:pay')
  @Post('instalments/:instalmentId/cancellation')
  cancel(@At('instalments/:instalmentId/cancellation') at: Place, @Body() body: Posted) {
    return this.take(at, dto.CancelInstalmentDto, body, cancellationForm, (given, requestId) =>
      this.payments.cancel(at.actor, at.id, at.trackId, at.of['instalmentId']!, given, requestId),
    );
  }

  @Allow('instalments:pay')
  @Get('payments/:paymentId/undo/new')
  undoForm(@At('payments/:paymentId/undo') at: Place) {
    return this.form(at, undoForm);
  }

  @Allow('instalments:pay')
  @Post('payments/:paymentId/undo')
  undo(@At('payments/:paymentId/undo') at: Place, @Body() body: Posted) {
    return this.take(at, dto.UndoPaymentDto, body, undoForm, (given, requestId) =>
      this.payments.undo(at.actor, at.id, at.trackId, at.of['paymentId']!, given, requestId),
    );
  }

  private form(at: Place, build: BuildPlanForm, form = newForm()) {
    return this.pages.form(at.actor, at.language, at, build, form);
  }

  private take<T extends object>(
    at: Place,
    Dto: DtoClass<T>,
    { _request, ...body }: Posted,
    build: BuildPlanForm,
    act: (given: T, requestId: string | null) => Promise<unknown>,
  ): Shown {
    const requestId = typeof _request === 'string' && _request ? _request : null;
    return submitForm(
      Dto,
      Object.fromEntries(Object.entries(body).map(([name, value]) => [name, asRead(name, value)])),
      at.language,
      async (given) => {
        await act(given, requestId);
        return redirect(`/people/${at.id}/returns/${at.trackId}/plan`, {
          kind: 'success',
          key: 'returns:saved',
        });
      },
      (form) => this.form(at, build, { ...form, values: asTyped(form, body) }),
    );
  }
}

/** Amounts as people type them. */
const asRead = (name: string, value: unknown): unknown =>
  name === 'amount' || name.endsWith('.amount') ? typedNumber(value) : value;
