import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may, RequestId } from '../../access';
import { CURRENCIES } from '../../grant-budgeting';
import { Lists } from '../../reference-lists';
import type { Actor } from '../../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { CancelAppointmentDto, EndSeriesDto, ProvidedDto, MissedDto } from '../dto/appointment.dto';
import { asWritten, readPostedFields, type PostedFields } from '../service.form';
import { backTo } from './agenda.view';
import { ServiceAgenda } from './agenda.service';
import { RecordAppointmentOutcome, type Reschedule } from './appointment-outcome.service';
import { APPOINTMENT_CANCELLATION_REASONS, mayTakeBack } from './appointment.rules';
import { PlanServices } from './plan-services.service';

/** An emptied field removes the hour; a form without the field keeps it. */
const hourOf = ({ againAt }: Reschedule, { againAt: written }: PostedFields) =>
  againAt ?? (typeof written === 'string' ? null : undefined);

/** One appointment: plan and outcome. */
@ApiExcludeController()
@Controller('services/planned/:id')
export class AppointmentPagesController {
  constructor(
    private readonly agenda: ServiceAgenda,
    private readonly answers: RecordAppointmentOutcome,
    private readonly planning: PlanServices,
    private readonly lists: Lists,
  ) {}

  @Allow('services:list')
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, request, newForm());
  }

  /** A deliberate "show": the reading of the note is recorded. */
  @Allow('services:list')
  @Post('note')
  async note(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() request: FastifyRequest,
  ): Promise<PageView> {
    const { note } = await this.agenda.note(actor, id);
    return this.view(actor, id, request, newForm(), note);
  }

  @Allow('services:record')
  @Post('given')
  given(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, back, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      ProvidedDto,
      readPostedFields(body),
      request.mawa.language,
      async (as) => {
        const { charge } = await this.answers.markProvided(actor, id, as, requestId);
        const kind = charge?.state === 'waiting' ? 'info' : 'success';
        return redirect(backTo(back), {
          kind,
          key: `services:recorded.${charge?.state ?? 'free'}`,
        });
      },
      (form) =>
        this.view(actor, id, request, { ...form, values: { ...form.values, ...asWritten(body) } }),
    );
  }

  @Allow('services:record')
  @Post('missed')
  missed(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, back, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      MissedDto,
      body,
      request.mawa.language,
      async (missed) => {
        const { againId } = await this.answers.markMissed(
          actor,
          id,
          { ...missed, againAt: hourOf(missed, body) },
          requestId,
        );
        const key = againId ? 'appointments:done.missed_again' : 'appointments:done.missed';
        return redirect(backTo(back), { kind: 'success', key });
      },
      (form) => this.view(actor, id, request, form),
    );
  }

  @Allow('services:cancel')
  @Post('cancellation')
  cancel(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { _request, back, ...body }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CancelAppointmentDto,
      body,
      request.mawa.language,
      async (off) => {
        const { againId } = await this.answers.cancel(
          actor,
          id,
          { ...off, againAt: hourOf(off, body) },
          requestId,
        );
        const key = againId ? 'appointments:done.moved' : 'appointments:done.cancelled';
        return redirect(backTo(back), { kind: 'success', key });
      },
      (form) => this.view(actor, id, request, form),
    );
  }

  @Allow('services:cancel')
  @Post('undo')
  takeBack(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { back }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      EndSeriesDto,
      {},
      request.mawa.language,
      async () => {
        await this.answers.takeBack(actor, id, requestId);
        return redirect(backTo(back), { kind: 'success', key: 'appointments:done.taken_back' });
      },
      (form) => this.view(actor, id, request, form),
    );
  }

  /** Cancels the rest of the series from this appointment on. */
  @Allow('services:cancel')
  @Post('series-end')
  endSeries(
    @CurrentActor() actor: Actor,
    @RequestId() requestId: string | null,
    @Id() id: string,
    @Body() { back }: PostedFields,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      EndSeriesDto,
      {},
      request.mawa.language,
      async () => {
        const { appointment } = await this.agenda.one(actor, id);
        if (appointment.seriesId) {
          await this.planning.endSeries(actor, appointment.seriesId, appointment.dueOn, requestId);
        }
        return redirect(backTo(back), { kind: 'success', key: 'appointments:done.series_ended' });
      },
      (form) => this.view(actor, id, request, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    { mawa: { language } }: FastifyRequest,
    form: FormState,
    note?: string,
  ): Promise<PageView> {
    const { appointment, changes, words } = await this.agenda.one(actor, id);
    const open = appointment.state === 'planned';
    const { reason, reasonVersion } = appointment;
    return page('services/appointment', {
      title: appointment.typeName[language],
      appointment,
      changes,
      note,
      reasonWords:
        reasonVersion === null
          ? reason && translate(language, `appointments:reason.${reason}`)
          : words(
              { list: 'missed_service_reasons', version: reasonVersion, code: reason! },
              language,
            ),
      mayAnswer: open && may(actor, 'services:record'),
      mayCancel: open && may(actor, 'services:cancel'),
      mayTakeBack: mayTakeBack(appointment) && may(actor, 'services:cancel'),
      reasons: await this.lists.choices(actor, 'missed_service_reasons', language),
      cancellationReasons: APPOINTMENT_CANCELLATION_REASONS.map((value) => ({
        value,
        label: translate(language, `appointments:reason.${value}`),
      })),
      currencies: CURRENCIES.map((value) => ({ value, label: value })),
      keys: { given: randomUUID(), missed: randomUUID(), off: randomUUID(), undo: randomUUID() },
      form,
    });
  }
}
