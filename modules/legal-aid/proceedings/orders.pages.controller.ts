import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { NotFoundAudit } from '../../audit';
import { notFound } from '../../platform/shared/domain.errors';
import { AddOrderDto, OrderStepDto } from '../dto/legal.dto';
import { LegalPages } from './legal-pages.view';
import { CourtOrders } from './orders.service';
import {
  ProceedingTarget,
  type ProceedingFormBuilder,
  ProceedingForms,
  type ProceedingFormTarget,
  type FormBody,
} from './proceeding-forms.service';

/** Court orders and their execution. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/legal/:proceedingId')
export class OrdersPagesController {
  constructor(
    private readonly forms: ProceedingForms,
    private readonly pages: LegalPages,
    private readonly orders: CourtOrders,
  ) {}

  @Allow('legal:write')
  @Get('orders/new')
  orderForm(@ProceedingTarget('orders') at: ProceedingFormTarget) {
    return this.forms.show(at, this.form(at));
  }

  @Allow('legal:write')
  @Post('orders')
  addOrder(@ProceedingTarget('orders') at: ProceedingFormTarget, @Body() body: FormBody) {
    return this.forms.take(at, AddOrderDto, body, this.form(at), (given) =>
      this.orders.add(at.actor, at.id, at.of, given),
    );
  }

  @Allow('legal:write')
  @Get('orders/:orderId/step')
  orderStepForm(
    @ProceedingTarget('orders/:orderId/steps') at: ProceedingFormTarget,
    @Param('orderId') orderId: string,
  ) {
    return this.forms.show(at, orderStepForm(at, orderId));
  }

  @Allow('legal:write')
  @Post('orders/:orderId/steps')
  stepOrder(
    @ProceedingTarget('orders/:orderId/steps') at: ProceedingFormTarget,
    @Param('orderId') orderId: string,
    @Body() body: FormBody,
  ) {
    return this.forms.take(at, OrderStepDto, body, orderStepForm(at, orderId), (given) =>
      this.orders.step(at.actor, at.id, at.of, orderId, given),
    );
  }

  private form({ actor, language }: ProceedingFormTarget): ProceedingFormBuilder {
    return async (forms, { choices }) =>
      forms.order(await this.pages.kinds(actor, 'court_order_kinds', language), choices.today);
  }
}

const orderStepForm =
  ({ language }: ProceedingFormTarget, orderId: string): ProceedingFormBuilder =>
  (forms, { file, proceeding, choices }) => {
    const order = proceeding.orders.find(({ id }) => id === orderId);
    if (!order) throw notFound();
    const { kind: code, kindVersion: version } = order;
    const label = file.wordsOf({ list: 'court_order_kinds', version, code }, language);
    return forms.orderStep(proceeding.kind, order, label, choices.today);
  };
