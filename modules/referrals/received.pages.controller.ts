import { Body, Controller, Get, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import { Lists } from '../reference-lists';
import type { Actor, Language } from '../platform/shared/actor';
import { Clock } from '../platform/shared/clock';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import type { DtoClass } from '../platform/web/validation';
import { Id } from '../platform/web/id.decorator';
import { AnswerDto, NewsDto, PartnerQuestionDto } from './dto/answer.dto';
import { OwnPlacesDto, placesIn } from './dto/places.dto';
import { Partners } from './partners/partners.service';
import { daysLeftModel, progressChoices, referralRowModels, stateLook } from './referral.view';
import { isFollowed, awaitsAnswer } from './referral-states.rules';
import { ReceivedReferrals, type ReceivedReferral } from './received.service';
import { sheetModel } from './sheet.view';

/** Pages for partners with an account: received referrals, by reference and without names. */
@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('received')
export class ReceivedPagesController {
  constructor(
    private readonly received: ReceivedReferrals,
    private readonly partners: Partners,
    private readonly lists: Lists,
    private readonly clock: Clock,
  ) {}

  @Allow('referrals:received')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() { mawa }: FastifyRequest): Promise<PageView> {
    return this.showList(actor, mawa.language, newForm());
  }

  @Allow('referrals:received')
  @Post('places')
  note(
    @CurrentActor() actor: Actor,
    @Body() { _request, ...body }: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      OwnPlacesDto,
      body,
      mawa.language,
      async (dto) => {
        const requestId = typeof _request === 'string' && _request ? _request : null;
        await this.partners.noteOwn(actor, placesIn(dto, 'account'), requestId);
        return redirect('/received', { kind: 'success', key: 'common:saved' });
      },
      (form) => this.showList(actor, mawa.language, form),
    );
  }

  @Allow('referrals:received')
  @Get(':id')
  one(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.show(actor, id, mawa.language, newForm());
  }

  @Allow('referrals:received')
  @Post(':id/answer')
  answer(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(AnswerDto, actor, id, body, mawa.language, (dto) =>
      this.received.answer(actor, id, dto),
    );
  }

  @Allow('referrals:received')
  @Post(':id/news')
  news(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(NewsDto, actor, id, body, mawa.language, (dto) =>
      this.received.news(actor, id, dto),
    );
  }

  @Allow('referrals:received')
  @Post(':id/question')
  ask(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return this.act(PartnerQuestionDto, actor, id, body, mawa.language, ({ question }) =>
      this.received.ask(actor, id, question),
    );
  }

  private act<T extends object>(
    Dto: DtoClass<T>,
    actor: Actor,
    id: string,
    body: unknown,
    language: Language,
    act: (dto: T) => Promise<void>,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      Dto,
      body,
      language,
      async (dto) => {
        await act(dto);
        return redirect(`/received/${id}`, { kind: 'success', key: 'referrals:received.thanks' });
      },
      (form) => this.show(actor, id, language, form),
    );
  }

  private async show(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const { sheet, ...one } = await this.received.open(actor, id);
    return page('referrals/received-one', {
      title: `${one.what[language]} · ${one.reference}`,
      referral: this.spoken(one, language),
      sheet: sheet ? sheetModel(sheet, language) : [],
      mayAnswer: awaitsAnswer(one.state),
      maySay: isFollowed(one.state),
      reasons: await this.lists.choices(actor, 'referral_declines', language),
      news: progressChoices(one.state === 'in_progress', language),
      form,
    });
  }

  private async showList(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    const { referrals, older } = await this.received.list(actor);
    const words = (key: string) => translate(language, `referrals:${key}`);
    return page('referrals/received', {
      title: words('received.title'),
      referrals: referrals.map((one) => this.spoken(one, language)),
      older,
      places: referralRowModels(await this.partners.own(actor), language),
      requestId: randomUUID(),
      services: await this.lists.choices(actor, 'referral_services', language),
      states: ['places', 'full', 'open'].map((value) => ({
        value,
        label: words(`places_state.${value}`),
      })),
      form,
    });
  }

  private spoken(one: ReceivedReferral, language: Language) {
    return {
      ...one,
      ...stateLook(one, language),
      what: one.what[language],
      days: daysLeftModel(one, this.clock.now(), language),
    };
  }
}
