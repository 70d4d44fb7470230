import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { NotFoundAudit } from '../../audit';
import { redirect } from '../../platform/web/page-response';
import { AddAmountDto } from '../dto/legal.dto';
import {
  ProceedingTarget,
  type ProceedingFormBuilder,
  ProceedingForms,
  type ProceedingFormTarget,
  type FormBody,
  proceedingPath,
} from './proceeding-forms.service';
import { ProceedingDetails } from './proceeding-details.service';
import { SAVED } from './proceedings.pages.controller';

/** Claims, awards and payments of compensation. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/legal/:proceedingId')
export class CompensationPagesController {
  constructor(
    private readonly forms: ProceedingForms,
    private readonly particulars: ProceedingDetails,
  ) {}

  @Allow('legal:write')
  @Get('compensation/new')
  amountForm(@ProceedingTarget('compensation') at: ProceedingFormTarget) {
    return this.forms.show(at, amountForm);
  }

  @Allow('legal:write')
  @Post('compensation')
  addAmount(@ProceedingTarget('compensation') at: ProceedingFormTarget, @Body() body: FormBody) {
    return this.forms.take(at, AddAmountDto, withPoint(body), amountForm, (given) =>
      this.particulars.addAmount(at.actor, at.id, at.of, given),
    );
  }

  @Allow('legal:write')
  @Post('compensation/:amountId/retraction')
  async retract(
    @ProceedingTarget('compensation') at: ProceedingFormTarget,
    @Param('amountId') amountId: string,
  ) {
    await this.particulars.retractAmount(at.actor, at.id, at.of, amountId);
    return redirect(`${proceedingPath(at)}#compensation`, SAVED);
  }
}

/** "1 250,50" as it is written here. */
const withPoint = (body: FormBody): FormBody => {
  const { amount } = body;
  if (typeof amount !== 'string') return body;
  return { ...body, amount: amount.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.') };
};

const amountForm: ProceedingFormBuilder = (forms, { choices }) => forms.amount(choices.today);
