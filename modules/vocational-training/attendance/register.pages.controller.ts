import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import {
  type FormState,
  newForm,
  type PostedFields,
  requestIdOf,
  submitForm,
} from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { Id } from '../../platform/web/id.decorator';
import { TakeRegisterDto } from '../dto/training.dto';
import { trainingWords } from '../training.words';
import { DayPipe } from '../../platform/web/day.pipe';
import { Registers } from './register.service';
import { markChoices, marksFromForm, presenceWords, dropoutRiskWords } from './register.view';

/** A whole group on one page: a thumb for each, one press for all. */
@ApiExcludeController()
@Controller('training/sessions/:sessionId/register')
export class RegisterPagesController {
  constructor(private readonly registers: Registers) {}

  @Allow('training:register')
  @Get(':date')
  show(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Param('date', DayPipe) day: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.view(actor, mawa.language, sessionId, day, newForm());
  }

  @Allow('training:register')
  @Post(':date')
  take(
    @CurrentActor() actor: Actor,
    @Id('sessionId') sessionId: string,
    @Param('date', DayPipe) day: string,
    @Body() { _request, ...body }: PostedFields,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const path = `/training/sessions/${sessionId}/register/${day}`;
    return submitForm(
      TakeRegisterDto,
      { marks: marksFromForm(body) },
      mawa.language,
      async ({ marks }) => {
        await this.registers.take(actor, sessionId, day, marks, requestIdOf(_request));
        return redirect(path, { kind: 'success', key: 'training:register.saved' });
      },
      (form) => {
        const typed = body as FormState['values'];
        return this.view(actor, mawa.language, sessionId, day, { ...form, values: typed });
      },
    );
  }

  private async view(
    actor: Actor,
    language: Language,
    sessionId: string,
    day: string,
    form: FormState,
  ): Promise<PageView> {
    const words = trainingWords(language);
    const { session, lines, others } = await this.registers.of(actor, sessionId, day);
    const at = session.days.indexOf(day);
    const path = (other: string | undefined) =>
      other === undefined ? null : `/training/sessions/${sessionId}/register/${other}`;
    return page('training/register', {
      title: words('register.title', { course: session.course.title }),
      day,
      backPath: `/training/sessions/${sessionId}`,
      action: path(day),
      earlier: path(session.days[at - 1]),
      later: path(session.days[at + 1]),
      earlierDay: session.days[at - 1] ?? null,
      laterDay: session.days[at + 1] ?? null,
      marks: markChoices(language),
      lines: lines.map((line) => ({
        ...line,
        path: `/people/${line.caseId}/training`,
        said: form.values[`who.${line.enrolmentId}`] ?? line.mark ?? '',
        presenceLabel: presenceWords(line.presence, language),
        signLabels: dropoutRiskWords(line.signs, language),
        markLabel: words(line.mark ? `mark.${line.mark}` : 'register.open'),
      })),
      others: others > 0 ? words('register.others', { count: others }) : null,
      mayMark: lines.some(({ mine }) => mine),
      requestId: randomUUID(),
      form,
    });
  }
}
