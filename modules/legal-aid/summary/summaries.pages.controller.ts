import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import { NotFoundAudit } from '../../audit';
import { type Actor, LANGUAGES, type Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { MakeSummaryDto } from '../dto/legal.dto';
import { ReadLegal } from '../proceedings/read-legal.service';
import { CourtSummaries } from './court-summaries.service';

@ApiTags('legal aid')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/people/:id/legal')
export class SummariesApiController {
  constructor(private readonly summaries: CourtSummaries) {}

  /**
   * Make a summary of a person's case for a court.
   * Refused where it holds the name or address of a house, or how the person is reached.
   */
  @Allow('legal:summary')
  @Post(':proceedingId/summaries')
  make(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Body() body: MakeSummaryDto,
  ) {
    return this.summaries.make(actor, id, proceedingId, body);
  }

  /**
   * Show a summary made for a court.
   * As it was handed over. Recorded.
   */
  @Allow('legal:summary')
  @Get('summaries/:summaryId')
  show(@CurrentActor() actor: Actor, @Id() id: string, @Id('summaryId') summaryId: string) {
    return this.summaries.show(actor, id, summaryId);
  }
}

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/legal')
export class SummariesPagesController {
  constructor(
    private readonly summaries: CourtSummaries,
    private readonly read: ReadLegal,
  ) {}

  @Allow('legal:summary')
  @Get('summaries/:summaryId')
  async show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('summaryId') summaryId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    const document = await this.summaries.show(actor, id, summaryId);
    const words = (key: string) => translate(document.language, `legal:${key}`);
    const sections = (['stages', 'hearings', 'measures', 'orders', 'compensation'] as const)
      .map((key) => ({ title: words(`summary.${key}`), lines: document[key] }))
      .filter(({ lines }) => lines.length > 0);
    const { language } = document;
    return page('legal/summary', {
      title: translate(mawa.language, 'legal:summary.title'),
      backPath: `/people/${id}/legal`,
      handedOut: true,
      document,
      direction: language === 'ar' ? 'rtl' : 'ltr',
      heading: words('summary.heading'),
      labels: Object.fromEntries(LABELS.map((key) => [key, words(`summary.label.${key}`)])),
      sections,
      closing: words('summary.closing'),
    });
  }

  @Allow('legal:summary')
  @Get(':proceedingId/summary')
  form(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Req() { mawa }: FastifyRequest,
  ) {
    return this.formPage(actor, id, proceedingId, mawa.language, newForm());
  }

  @Allow('legal:summary')
  @Post(':proceedingId/summaries')
  make(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('proceedingId') proceedingId: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      MakeSummaryDto,
      body,
      mawa.language,
      async (given) => {
        const made = await this.summaries.make(actor, id, proceedingId, given);
        return redirect(`/people/${id}/legal/summaries/${made.id}`);
      },
      (form) => this.formPage(actor, id, proceedingId, mawa.language, form),
    );
  }

  private async formPage(
    actor: Actor,
    id: string,
    proceedingId: string,
    language: Language,
    form: FormState,
  ) {
    const { person, measures, proceeding } = await this.read.one(actor, id, proceedingId);
    const words = (key: string) => translate(language, `legal:${key}`);
    return page('legal/summary-new', {
      title: translate(language, 'legal:summary.new', { number: person.caseNumber }),
      path: `/people/${id}/legal/${proceedingId}`,
      form,
      kind: words(`kind.${proceeding.kind}`),
      secret: measures.some(({ kind, state }) => kind === 'identity_hidden' && state === 'granted'),
      languages: LANGUAGES.map((value) => ({ value, label: words(`summary.in.${value}`) })),
      yesNo: ['yes', 'no'].map((value) => ({ value, label: words(`summary.name.${value}`) })),
    });
  }
}

const LABELS = [
  'court',
  'kind',
  'prosecutorFile',
  'courtFile',
  'name',
  'reference',
  'birth',
  'nationality',
  'servedWith',
  'madeOn',
  'by',
];
