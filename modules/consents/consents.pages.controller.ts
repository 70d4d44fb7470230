import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { NotFoundAudit } from '../audit';
import { CaseTabs } from '../beneficiaries';
import type { Actor, Language } from '../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ConsentForms, questionOf } from './consent-form.service';
import { consentFormModel, printedTextModel } from './consent-form.view';
import { PURPOSES } from './consents.rules';
import { Consents } from './consents.service';
import { matrixOf, historyModel, sharesModel } from './consents.view';
import { RecordConsentDto } from './dto/record-consent.dto';
import { Shares } from './shares.service';

type QueryFields = Record<string, unknown>;

/** One screen a person understands: who may use what about them, until when. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/consents')
export class ConsentsPagesController {
  constructor(
    private readonly consents: Consents,
    private readonly shares: Shares,
    private readonly forms: ConsentForms,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('consents:read')
  @Get()
  async overview(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { standing, history } = await this.consents.list(actor, id);
    const shares = await this.shares.ofPerson(actor, id);
    const mayRecord = may(actor, 'consents:record');
    const mayShare = may(actor, 'shares:open');
    const live = standing.some(({ state, recipientId }) => state === 'given' && recipientId);
    return page('consents/overview', {
      title: translate(language, 'consents:title'),
      caseId: id,
      tabs: await this.tabs.row(actor, language, id, 'consents'),
      purposes: PURPOSES,
      matrix: matrixOf(id, standing, {
        record: mayRecord,
        withdraw: may(actor, 'consents:withdraw'),
      }),
      history: historyModel(history, language),
      shares: sharesModel(shares, language, mayShare),
      askPath: mayRecord ? `/people/${id}/consents/new?purpose=sharing` : null,
      sharePath: mayShare && live ? `/people/${id}/shares/new` : null,
      mayShowGuardian: may(actor, 'people:show-identity'),
      textsPath: may(actor, 'consent-texts:read') ? '/consent-texts' : null,
    });
  }

  @Allow('consents:record')
  @Get('new')
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() asked: QueryFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, mawa.language, asked, newForm());
  }

  /** One page to read aloud or to put a mark under. */
  @Allow('consents:record')
  @Get('text')
  async text(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Query() asked: QueryFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const form = await this.forms.of(actor, id, questionOf(asked));
    return page('consents/text', printedTextModel(id, form, mawa.language));
  }

  @Allow('consents:record')
  @Post()
  record(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() { _request, ...body }: QueryFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      RecordConsentDto,
      body,
      mawa.language,
      async (dto) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        await this.consents.record(actor, id, dto, requestId);
        return redirect(`/people/${id}/consents`, { kind: 'success', key: 'consents:recorded' });
      },
      (form) => this.show(actor, id, mawa.language, body, form),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    language: Language,
    asked: QueryFields,
    form: FormState,
  ): Promise<PageView> {
    const facts = await this.forms.of(actor, id, questionOf(asked));
    return page('consents/new', consentFormModel(id, facts, language, form));
  }
}
