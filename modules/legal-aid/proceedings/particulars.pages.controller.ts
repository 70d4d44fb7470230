import {
  Body,
  Controller,
  Get,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { notFound } from '../../../src/shared/domain-error';
import { type FormState, newForm, submitForm } from '../../../src/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../../src/web/page';
import type { DtoClass } from '../../../src/web/validation';
import {
  AddAmountDto,
  AddOrderDto,
  ContactDto,
  CountAccusedDto,
  EndHearingDto,
  OrderStepDto,
  SetHearingDto,
} from '../dto/legal.dto';
import { Hearings } from '../hearings/hearings.service';
import { LegalPages, type Scene } from './legal.pages';
import type { formsIn, LegalForm } from './legal-forms';
import { CourtOrders } from './orders.service';
import { Particulars } from './particulars.service';
import { SAVED } from './proceedings.pages.controller';

const Id = (name = 'id') => Param(name, ParseUUIDPipe);
const Of = () => Id('proceedingId');
type Shown = Promise<PageView | PageRedirect>;
type Forms = ReturnType<typeof formsIn>;
type Build = (forms: Forms, scene: Scene) => LegalForm | Promise<LegalForm>;
type Posted = Record<string, unknown>;

/** Of one proceeding: its hearings, orders, who helps, what was claimed, how many are accused. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/legal/:proceedingId')
export class ParticularsPagesController {
  constructor(
    private readonly pages: LegalPages,
    private readonly hearings: Hearings,
    private readonly orders: CourtOrders,
    private readonly particulars: Particulars,
  ) {}

  @Allow('legal:write')
  @Get('hearings/new')
  hearingForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, id, of, request, 'hearings', hearingForm);
  }

  @Allow('legal:write')
  @Post('hearings')
  setHearing(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const requestId = typeof _request === 'string' ? _request : null;
    const at = this.at(actor, id, of, request, 'hearings');
    return this.take(at, SetHearingDto, body, hearingForm, (given) =>
      this.hearings.set(actor, id, of, given, requestId),
    );
  }

  @Allow('legal:write')
  @Get('hearings/:hearingId/end')
  endForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('hearingId') hearingId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, id, of, request, `hearings/${hearingId}/end`, endForm(hearingId));
  }

  @Allow('legal:write')
  @Post('hearings/:hearingId/end')
  end(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('hearingId') hearingId: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = this.at(actor, id, of, request, `hearings/${hearingId}/end`);
    // The day and hour of the next are asked for an adjourned one alone.
    const asked = body['to'] === 'adjourned' ? body : without(body, ['next.day', 'next.time']);
    return this.take(at, EndHearingDto, asked, endForm(hearingId), (given) =>
      this.hearings.end(actor, id, of, hearingId, given),
    );
  }

  @Allow('legal:write')
  @Get('orders/new')
  orderForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, id, of, request, 'orders', this.orderBuild(actor, request));
  }

  @Allow('legal:write')
  @Post('orders')
  addOrder(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = this.at(actor, id, of, request, 'orders');
    return this.take(at, AddOrderDto, body, this.orderBuild(actor, request), (given) =>
      this.orders.add(actor, id, of, given),
    );
  }

  @Allow('legal:write')
  @Get('orders/:orderId/step')
  orderStepForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('orderId') orderId: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, id, of, request, `orders/${orderId}/steps`, orderStepForm(orderId));
  }

  @Allow('legal:write')
  @Post('orders/:orderId/steps')
  stepOrder(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('orderId') orderId: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = this.at(actor, id, of, request, `orders/${orderId}/steps`);
    return this.take(at, OrderStepDto, body, orderStepForm(orderId), (given) =>
      this.orders.step(actor, id, of, orderId, given),
    );
  }

  @Allow('legal:write')
  @Get('contacts/new')
  contactForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, id, of, request, 'contacts', contactForm);
  }

  @Allow('legal:write')
  @Post('contacts')
  addContact(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = this.at(actor, id, of, request, 'contacts');
    return this.take(at, ContactDto, body, contactForm, (given) =>
      this.particulars.addContact(actor, id, of, given),
    );
  }

  @Allow('legal:write')
  @Post('contacts/:contactId/end')
  async endContact(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('contactId') contactId: string,
  ) {
    await this.particulars.endContact(actor, id, of, contactId);
    return redirect(`/people/${id}/legal/${of}#contacts`, SAVED);
  }

  @Allow('legal:write')
  @Get('compensation/new')
  amountForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.show(actor, id, of, request, 'compensation', amountForm);
  }

  @Allow('legal:write')
  @Post('compensation')
  addAmount(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, ...body }: Posted,
    @Req() request: FastifyRequest,
  ): Shown {
    const at = this.at(actor, id, of, request, 'compensation');
    return this.take(at, AddAmountDto, withPoint(body), amountForm, (given) =>
      this.particulars.addAmount(actor, id, of, given),
    );
  }

  @Allow('legal:write')
  @Post('compensation/:amountId/retraction')
  async retract(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Id('amountId') amountId: string,
  ) {
    await this.particulars.retractAmount(actor, id, of, amountId);
    return redirect(`/people/${id}/legal/${of}#compensation`, SAVED);
  }

  @Allow('legal:write')
  @Get('accused')
  accused(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.pages.accused(actor, mawa.language, id, of, newForm());
  }

  @Allow('legal:write')
  @Post('accused')
  countAccused(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Body() { _request, act, ...body }: Posted,
    @Req() { mawa }: FastifyRequest,
  ): Shown {
    return submitForm(
      CountAccusedDto,
      body,
      mawa.language,
      async (given) => {
        await this.particulars.countAccused(actor, id, of, given);
        const path = `/people/${id}/legal/${of}`;
        return redirect(act === 'more' ? `${path}/accused` : `${path}#accused`, SAVED);
      },
      (form) => this.pages.accused(actor, mawa.language, id, of, form),
    );
  }

  private orderBuild(actor: Actor, { mawa }: FastifyRequest): Build {
    return async (forms, { choices }) =>
      forms.order(await this.pages.kinds(actor, 'court_order_kinds', mawa.language), choices.today);
  }

  private at(
    actor: Actor,
    id: string,
    proceedingId: string,
    { mawa }: FastifyRequest,
    path: string,
  ) {
    const { language } = mawa;
    return { actor, language, at: { id, proceedingId, path: `/${proceedingId}/${path}` } };
  }

  private show(
    actor: Actor,
    id: string,
    of: string,
    request: FastifyRequest,
    path: string,
    build: Build,
    form: FormState = newForm(),
  ) {
    const { language, at } = this.at(actor, id, of, request, path);
    return this.pages.form(actor, language, at, build, form);
  }

  private take<T extends object>(
    { actor, language, at }: ReturnType<ParticularsPagesController['at']>,
    Dto: DtoClass<T>,
    body: Posted,
    build: Build,
    act: (given: T) => Promise<unknown>,
  ): Shown {
    return submitForm(
      Dto,
      body,
      language,
      async (given) => {
        await act(given);
        return redirect(`/people/${at.id}/legal/${at.proceedingId}`, SAVED);
      },
      (form) => this.pages.form(actor, language, at, build, form),
    );
  }
}

const without = (body: Posted, names: readonly string[]): Posted =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

/** "1 250,50" as it is written here. */
const withPoint = (body: Posted): Posted => {
  const { amount } = body;
  if (typeof amount !== 'string') return body;
  return { ...body, amount: amount.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.') };
};

const hearingForm: Build = (forms, { choices, proceeding }) =>
  forms.hearing(choices, { courtId: proceeding.court?.id ?? '' });

const endForm =
  (hearingId: string): Build =>
  (forms, { proceeding }) => {
    const hearing = proceeding.hearings.find(({ id }) => id === hearingId);
    if (!hearing) throw notFound();
    return forms.end(hearing.next, {});
  };

const orderStepForm =
  (orderId: string): Build =>
  (forms, { proceeding, choices }) => {
    const order = proceeding.orders.find(({ id }) => id === orderId);
    if (!order) throw notFound();
    return forms.orderStep(order.next, choices.today);
  };

const contactForm: Build = (forms, { choices }) => forms.contact(choices);
const amountForm: Build = (forms, { choices }) => forms.amount(choices.today);
