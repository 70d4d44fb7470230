import { Body, Controller, Get, Inject, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, may } from '../../access';
import { NotFoundAudit } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitForm } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { Id } from '../../platform/web/id.decorator';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { AlarmListDto, CloseAlarmDto, FINDINGS } from './alarms.dto';
import { ReadingAlarms } from './alarms.service';
import { alarmView, rowsPath } from './alarms.view';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('alarms')
export class AlarmsPagesController {
  constructor(
    private readonly alarms: ReadingAlarms,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Allow('alarms:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() question: AlarmListDto,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const { open, nextOpen, closed, next } = await this.alarms.list(actor, question);
    return page('alarms/list', {
      title: translate(mawa.language, 'alarms:title'),
      open: open.map((alarm) => alarmView(mawa.language, alarm)),
      closed: closed.map((alarm) => alarmView(mawa.language, alarm)),
      nextOpenPath: nextOpen && `/alarms?after=${nextOpen}`,
      nextPath: next && `/alarms?before=${next}`,
    });
  }

  @Allow('alarms:read')
  @Get(':id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, id, mawa.language, newForm());
  }

  @Allow('alarms:close')
  @Post(':id/closing')
  close(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CloseAlarmDto,
      body,
      mawa.language,
      async ({ finding }) => {
        await this.alarms.close(actor, id, finding);
        return redirect('/alarms', { kind: 'success', key: 'alarms:was_closed' });
      },
      (form) => this.view(actor, id, mawa.language, form),
    );
  }

  private async view(
    actor: Actor,
    id: string,
    language: Language,
    form: FormState,
  ): Promise<PageView> {
    const alarm = await this.alarms.read(actor, id);
    return page('alarms/alarm', {
      title: translate(language, `alarms:rule.${alarm.rule}.title`),
      alarm: alarmView(language, alarm),
      rowsPath: may(actor, 'audit:read') ? rowsPath(alarm, programmeTime(this.env)) : null,
      findings: FINDINGS.map((value) => ({
        value,
        label: translate(language, `alarms:finding.${value}`),
      })),
      form,
    });
  }
}
