import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { NotFoundAudit } from '../../audit';
import { newForm, submitForm } from '../../platform/web/forms';
import { redirect } from '../../platform/web/page-response';
import { CountAccusedDto } from '../dto/legal.dto';
import { LegalPages } from './legal-pages.view';
import {
  ProceedingTarget,
  type ProceedingFormTarget,
  type FormBody,
  proceedingPath,
  type PageResult,
} from './proceeding-forms.service';
import { ProceedingDetails } from './proceeding-details.service';
import { SAVED } from './proceedings.pages.controller';

/** How many are accused, as counts alone. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/legal/:proceedingId')
export class AccusedPagesController {
  constructor(
    private readonly pages: LegalPages,
    private readonly particulars: ProceedingDetails,
  ) {}

  @Allow('legal:write')
  @Get('accused')
  accused(@ProceedingTarget('accused') { actor, language, id, of }: ProceedingFormTarget) {
    return this.pages.accused(actor, language, id, of, newForm());
  }

  @Allow('legal:write')
  @Post('accused')
  countAccused(
    @ProceedingTarget('accused') at: ProceedingFormTarget,
    @Body() { _request, act, ...body }: FormBody,
  ): PageResult {
    const { actor, language, id, of } = at;
    return submitForm(
      CountAccusedDto,
      body,
      language,
      async (given) => {
        await this.particulars.countAccused(actor, id, of, given);
        const path = proceedingPath(at);
        return redirect(act === 'more' ? `${path}/accused` : `${path}#accused`, SAVED);
      },
      (form) => this.pages.accused(actor, language, id, of, form),
    );
  }
}
