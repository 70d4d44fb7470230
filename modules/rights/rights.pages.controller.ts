import { Body, Controller, Get, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../access';
import { NotFoundAudit } from '../audit';
import { CaseTabs } from '../beneficiaries';
import type { Actor, Language } from '../platform/shared/actor';
import { joinWords } from '../platform/shared/punctuation.words';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import {
  type FileDownload,
  page,
  redirect,
  type PageRedirect,
  type PageView,
} from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import {
  AnswerRequestDto,
  RequestErasureDto,
  LegalHoldDto,
  ReceiveRequestDto,
  WholeFileDto,
} from './dto/rights.dto';
import { REQUEST_OUTCOMES, ERASURE_REASONS, HOLD_REASONS, REQUEST_KINDS } from './erasure.rules';
import { Erasures } from './erasures.service';
import { LegalHolds } from './legal-holds.service';
import { RightsPage } from './rights-page.service';
import { RightsRequests } from './rights-requests.service';
import { WholeFileDocuments } from './whole-file/whole-file-documents.service';

type PageResponse = Promise<PageView | PageRedirect>;

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('people/:id/rights')
export class RightsPagesController {
  constructor(
    private readonly rights: RightsPage,
    private readonly requests: RightsRequests,
    private readonly holds: LegalHolds,
    private readonly erasures: Erasures,
    private readonly papers: WholeFileDocuments,
    private readonly tabs: CaseTabs,
  ) {}

  @Allow('rights:handle')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, mawa.language, newForm());
  }

  @Allow('rights:handle')
  @Post('requests')
  receive(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return this.act(
      ReceiveRequestDto,
      actor,
      id,
      body,
      mawa.language,
      'received',
      ({ kind, receivedOn }) => this.requests.receive(actor, id, kind, receivedOn ?? null),
    );
  }

  @Allow('rights:handle')
  @Post('requests/:requestId/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('requestId') requestId: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return this.act(AnswerRequestDto, actor, id, body, mawa.language, 'answered', ({ answer }) =>
      this.requests.answer(actor, id, requestId, answer),
    );
  }

  @Allow('rights:copy')
  @Post('file.pdf')
  @HttpCode(200)
  pdf(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<FileDownload | PageView | PageRedirect> {
    return submitForm(
      WholeFileDto,
      body,
      mawa.language,
      ({ language }) => this.papers.pdf(actor, id, language),
      (form) => this.view(actor, id, mawa.language, form),
    );
  }

  @Allow('rights:copy')
  @Post('file.json')
  @HttpCode(200)
  json(@CurrentActor() actor: Actor, @Id() id: string): Promise<FileDownload> {
    return this.papers.json(actor, id);
  }

  @Allow('rights:hold')
  @Post('holds')
  hold(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return this.act(LegalHoldDto, actor, id, body, mawa.language, 'held', ({ holdReason }) =>
      this.holds.set(actor, id, holdReason),
    );
  }

  @Allow('rights:hold')
  @Post('holds/:holdId/end')
  async endHold(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Id('holdId') holdId: string,
  ): Promise<PageRedirect> {
    await this.holds.end(actor, id, holdId);
    return redirect(`/people/${id}/rights`, { kind: 'success', key: 'rights:hold_ended' });
  }

  @Allow('rights:handle')
  @Post('erasure')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): PageResponse {
    return this.act(
      RequestErasureDto,
      actor,
      id,
      body,
      mawa.language,
      'erasure_asked',
      ({ reason }) => this.erasures.ask(actor, id, reason),
    );
  }

  private act<T extends object>(
    Dto: new () => T,
    actor: Actor,
    id: string,
    body: unknown,
    language: Language,
    said: string,
    work: (dto: T) => Promise<unknown>,
  ): PageResponse {
    return submitForm(
      Dto,
      body,
      language,
      async (dto) => {
        await work(dto);
        return redirect(`/people/${id}/rights`, { kind: 'success', key: `rights:${said}` });
      },
      (form) => this.view(actor, id, language, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const rights = await this.rights.of(actor, id);
    const choices = (kind: string, codes: readonly string[]) =>
      codes.map((value) => ({ value, label: translate(language, `rights:${kind}.${value}`) }));
    const speaks = { ara: 'ar', ary: 'ar', fra: 'fr', eng: 'en' } as Record<string, Language>;
    return page('rights/person', {
      title: translate(language, 'rights:title', { number: rights.caseNumber }),
      path: `/people/${id}`,
      ...rights,
      holds: rights.holds.filter(({ endedAt }) => endedAt === null),
      obstacles: rights.consequences.obstacles.map((obstacle) =>
        translate(language, `rights:obstacle.${obstacle}`, {
          partners: joinWords(rights.consequences.partners, language),
        }),
      ),
      tabs: await this.tabs.row(actor, language, id, 'rights'),
      kinds: choices('kind', REQUEST_KINDS),
      answers: choices('answer', REQUEST_OUTCOMES),
      holdReasons: choices('hold_reason', HOLD_REASONS),
      erasureReasons: choices('erasure_reason', ERASURE_REASONS),
      languageChoices: choices('language', ['fr', 'ar', 'en']),
      reads: rights.languages.map((one) => speaks[one]).find(Boolean) ?? language,
      mayHold: may(actor, 'rights:hold'),
      form,
    });
  }
}
