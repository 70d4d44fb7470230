import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { AskedNotFound } from '../../audit';
import { notFound } from '../../../src/shared/domain-error';
import { AddOrderDto, OrderStepDto } from '../dto/legal.dto';
import { LegalPages } from './legal.pages';
import { CourtOrders } from './orders.service';
import { At, type Build, ParticularForms, type Place, type Posted } from './particular-forms';

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
  orderForm(@At('orders') at: Place) {
    return this.forms.show(at, this.form(at));
  }

  @Allow('legal:write')
  @Post('orders')
  addOrder(@At('orders') at: Place, @Body() body: Posted) {
    return this.forms.take(at, AddOrderDto, body, this.form(at), (given) =>
      this.orders.add(at.actor, at.id, at.of, given),
    );
  }

  @Allow('legal:write')
  @Get('orders/:orderId/step')
  orderStepForm(@At('orders/:orderId/steps') at: Place, @Param('orderId') orderId: string) {
    return this.forms.show(at, orderStepForm(orderId));
  }

  @Allow('legal:write')
  @Post('orders/:orderId/steps')
  stepOrder(
    @At('orders/:orderId/steps') at: Place,
    @Param('orderId') orderId: string,
    @Body() body: Posted,
  ) {
    return this.forms.take(at, OrderStepDto, body, orderStepForm(orderId), (given) =>
      this.orders.step(at.actor, at.id, at.of, orderId, given),
    );
  }

  private form({ actor, language }: Place): Build {
    return async (forms, { choices }) =>
      forms.order(await this.pages.kinds(actor, 'court_order_kinds', language), choices.today);
  }
}

const orderStepForm =
  (orderId: string): Build =>
  (forms, { proceeding, choices }) => {
    const order = proceeding.orders.find(({ id }) => id === orderId);
    if (!order) throw notFound();
    return forms.orderStep(order.next, choices.today);
  };
