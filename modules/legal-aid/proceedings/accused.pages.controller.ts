import { Body, Controller, Get, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { AskedNotFound } from '../../audit';
import { newForm, submitForm } from '../../../src/web/forms';
import { redirect } from '../../../src/web/page';
import { CountAccusedDto } from '../dto/legal.dto';
import { LegalPages } from './legal.pages';
import { At, type Place, type Posted, proceedingPath, type Shown } from './particular-forms';
import { Particulars } from './particulars.service';
import { SAVED } from './proceedings.pages.controller';

/** How many are accused, as counts alone. */
@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/legal/:proceedingId')
export class AccusedPagesController {
  constructor(
    private readonly pages: LegalPages,
    private readonly particulars: Particulars,
  ) {}

  @Allow('legal:write')
  @Get('accused')
  accused(@At('accused') { actor, language, id, of }: Place) {
    return this.pages.accused(actor, language, id, of, newForm());
  }

  @Allow('legal:write')
  @Post('accused')
  countAccused(@At('accused') at: Place, @Body() { _request, act, ...body }: Posted): Shown {
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
