import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { AskedNotFound } from '../../audit';
import type { Actor } from '../../../src/shared/actor';
import { notFound } from '../../../src/shared/domain-error';
import { AddOrderDto, OrderStepDto } from '../dto/legal.dto';
import { LegalPages } from './legal.pages';
import { CourtOrders } from './orders.service';
import {
  type Build,
  Id,
  Of,
  ParticularForms,
  placeOf,
  type Posted,
  type Shown,
} from './particular-forms';

/** What the court ordered, and whether it was carried out. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/legal/:proceedingId')
export class OrdersPagesController {
  constructor(
    private readonly forms: ParticularForms,
    private readonly pages: LegalPages,
    private readonly orders: CourtOrders,
  ) {}

  @Allow('legal:write')
  @Get('orders/new')
  orderForm(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Of() of: string,
    @Req() request: FastifyRequest,
  ) {
    return this.forms.show(placeOf(actor, id, of, request, 'orders'), this.form(actor, request));
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
    const at = placeOf(actor, id, of, request, 'orders');
    return this.forms.take(at, AddOrderDto, body, this.form(actor, request), (given) =>
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
    return this.forms.show(
      placeOf(actor, id, of, request, `orders/${orderId}/steps`),
      orderStepForm(orderId),
    );
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
    const at = placeOf(actor, id, of, request, `orders/${orderId}/steps`);
    return this.forms.take(at, OrderStepDto, body, orderStepForm(orderId), (given) =>
      this.orders.step(actor, id, of, orderId, given),
    );
  }

  private form(actor: Actor, { mawa }: FastifyRequest): Build {
    return async (forms, { choices }) =>
      forms.order(await this.pages.kinds(actor, 'court_order_kinds', mawa.language), choices.today);
  }
}

const orderStepForm =
  (orderId: string): Build =>
  (forms, { proceeding, choices }) => {
    const order = proceeding.orders.find(({ id }) => id === orderId);
    if (!order) throw notFound();
    return forms.orderStep(order.next, choices.today);
  };
