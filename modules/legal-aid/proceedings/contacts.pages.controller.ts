import { Body, Controller, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../access';
import { NotFoundAudit } from '../../audit';
import { redirect } from '../../platform/web/page-response';
import { LegalContactDto } from '../dto/legal.dto';
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

/** Contacts in a proceeding: lawyers, interpreters and others. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/legal/:proceedingId')
export class ContactsPagesController {
  constructor(
    private readonly forms: ProceedingForms,
    private readonly particulars: ProceedingDetails,
  ) {}

  @Allow('legal:write')
  @Get('contacts/new')
  contactForm(@ProceedingTarget('contacts') at: ProceedingFormTarget) {
    return this.forms.show(at, contactForm);
  }

  @Allow('legal:write')
  @Post('contacts')
  addContact(@ProceedingTarget('contacts') at: ProceedingFormTarget, @Body() body: FormBody) {
    return this.forms.take(at, LegalContactDto, body, contactForm, (given) =>
      this.particulars.addContact(at.actor, at.id, at.of, given),
    );
  }

  @Allow('legal:write')
  @Post('contacts/:contactId/end')
  async endContact(
    @ProceedingTarget('contacts') at: ProceedingFormTarget,
    @Param('contactId') contactId: string,
  ) {
    await this.particulars.endContact(at.actor, at.id, at.of, contactId);
    return redirect(`${proceedingPath(at)}#contacts`, SAVED);
  }
}

const contactForm: ProceedingFormBuilder = (forms, { choices }) => forms.contact(choices);
