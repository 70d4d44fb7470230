import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { CancelServiceDto } from '../dto/service.dto';
import { HoldSessionDto, ListSessionsDto } from '../dto/session.dto';
import { ServiceChoices } from '../service-choices.service';
import { asWritten, readPostedFields, type PostedFields } from '../service.form';
import { CANCEL_REASONS } from '../services.service';
import { ATTENDANCES, HoldSessions } from './hold-session.service';
import { SessionLists } from './session.queries';

/** Attendance by participant, in the order of the page; people not invited have no entry. */
function attendance(body: PostedFields): PostedFields {
  const read: PostedFields = {};
  let place = 0;
  for (const [name, value] of Object.entries(body)) {
    const caseId = /^who\.([0-9a-f-]{36})$/.exec(name)?.[1];
    if (!caseId) read[name] = value;
    else if (value !== '') {
      read[`people.${place}.caseId`] = caseId;
      read[`people.${place}.attendance`] = value;
      place += 1;
    }
  }
  return read;
}

@ApiExcludeController()
@Controller('services/sessions')
export class SessionsPagesController {
  constructor(
    private readonly sessions: HoldSessions,
    private readonly lists: SessionLists,
    private readonly choices: ServiceChoices,
  ) {}

  @Allow('services:list')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() { after }: ListSessionsDto,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const { sessions, next } = await this.lists.list(actor, after ?? null);
    return page('services/sessions', {
      title: translate(language, 'sessions:title'),
      sessions: sessions.map((one) => ({ ...one, what: one.typeName[language] })),
      figuresPath: may(actor, 'services:figures'),
      holdPath: may(actor, 'services:hold-session') ? '/services/sessions/new' : null,
      firstPath: after ? '/services/sessions' : null,
      nextPath: next && `/services/sessions?after=${next}`,
    });
  }

  @Allow('services:hold-session')
  @Get('new')
  async open(
    @CurrentActor() actor: Actor,
    @Query('type') type: unknown,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    const typeCode = typeof type === 'string' ? type.slice(0, 60) : '';
    const values = { typeCode, quantity: '1', 'cost.currency': 'MAD' };
    return this.form(actor, language, newForm(values));
  }

  @Allow('services:hold-session')
  @Post()
  hold(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      HoldSessionDto,
      { people: [], ...attendance(readPostedFields(body)) },
      language,
      async (session) => {
        const { id } = await this.sessions.hold(actor, session, requestId);
        return redirect(`/services/sessions/${id}`, { kind: 'success', key: 'sessions:done.held' });
      },
      (form) =>
        this.form(actor, language, { ...form, values: { ...form.values, ...asWritten(body) } }),
    );
  }

  @Allow('services:list')
  @Get(':id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, language, newForm());
  }

  @Allow('services:hold-session')
  @Post(':id/cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa: { language } }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CancelServiceDto,
      body,
      language,
      async ({ reason }) => {
        await this.sessions.cancel(actor, id, reason, requestId);
        const flash = { kind: 'success', key: 'sessions:done.cancelled' } as const;
        return redirect(`/services/sessions/${id}`, flash);
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
    const session = await this.lists.one(actor, id);
    return page('services/session', {
      title: session.typeName[language],
      session,
      mayCancel: may(actor, 'services:hold-session') && !session.cancelledAt,
      reasons: CANCEL_REASONS.map((value) => ({
        value,
        label: translate(language, `services:reason.${value}`),
      })),
      requestId: randomUUID(),
      form,
    });
  }

  private async form(actor: Actor, language: Language, form: FormState): Promise<PageView> {
    const { values } = form;
    const typeCode = typeof values['typeCode'] === 'string' ? values['typeCode'] : '';
    const choices = await this.choices.forForm(actor, language);
    const people = await this.lists.candidates(actor, typeCode || null);
    const groups = firstAndOthers(
      people.map((one) => ({ ...one, said: values[`who.${one.id}`] ?? '' })),
    );
    return page('services/session-new', {
      title: translate(language, 'sessions:new.title'),
      ...choices,
      people: groups.first,
      others: groups.others,
      attendances: ATTENDANCES,
      day: values['givenOn'] ?? choices.today,
      requestId: randomUUID(),
      form,
    });
  }
}

/** Longest list of people shown without a search field. */
const AT_SIGHT = 12;

function firstAndOthers<One extends { lately: boolean; said: unknown }>(people: readonly One[]) {
  const near = people.filter(({ lately, said }) => lately || said !== '');
  const first = near.length > 0 ? near : people.slice(0, AT_SIGHT);
  return { first, others: people.filter((one) => !first.includes(one)) };
}
