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
import { Allow, CurrentActor } from '../access';
import { AskedNotFound } from '../audit';
import { CaseTabs } from '../beneficiaries';
import { Organisations } from '../organisations';
import { list, labelOf } from '../reference-lists';
import type { Actor, Language } from '../../src/shared/actor';
import { type FormState, newForm, submitForm } from '../../src/web/forms';
import { translate } from '../../src/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../src/web/page';
import { DECISIONS, HOWS, PURPOSES } from './consents.rules';
import { type Consent, Consents } from './consents.service';
import { RecordConsentDto } from './dto/record-consent.dto';

@ApiExcludeController()
@UseInterceptors(AskedNotFound)
@Controller('people/:id/consents')
export class ConsentsPagesController {
  constructor(
    private readonly consents: Consents,
    private readonly organisations: Organisations,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('consents:record')
  @Get()
  form(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, mawa.language, newForm());
  }

  @Allow('consents:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      RecordConsentDto,
      body,
      mawa.language,
      async (dto) => {
        await this.consents.record(actor, id, dto);
        return redirect(`/people/${id}`, { kind: 'success', key: 'consents:recorded' });
      },
      (form) => this.show(actor, id, mawa.language, form),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const { standing } = await this.consents.list(actor, id);
    const words = (key: string) => translate(language, `consents:${key}`);
    const choices = (kind: string, codes: readonly string[]) =>
      codes.map((value) => ({ value, label: words(`${kind}.${value}`) }));
    return page('consents/record', {
      title: words('title'),
      caseId: id,
      tabs: await this.tabs.row(actor, language, id, 'consents'),
      standing: standing.map((consent) => spoken(consent, language)),
      purposes: choices('purpose', PURPOSES),
      decisions: choices('decision', DECISIONS),
      hows: choices('how', HOWS),
      languages: list('languages').items.map(({ code, labels }) => ({
        value: code,
        label: labels[language],
      })),
      recipients: (await this.organisations.list(actor))
        .filter(({ active }) => active)
        .map(({ id: value, name: label }) => ({ value, label })),
      form,
    });
  }
}

const spoken = (consent: Consent, language: Language) => ({
  ...consent,
  language: labelOf('languages', consent.language, language),
});
