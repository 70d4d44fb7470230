import { randomUUID } from 'node:crypto';
import { Controller, Get, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, RequestId } from '../../access';
import { ImportRuns, translateFileError } from '../../imports';
import type { Actor, Language } from '../../platform/shared/actor';
import { type FormState, newForm, submitFile } from '../../platform/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import { oneFile } from '../../platform/web/uploads';
import { Id } from '../../platform/web/id.decorator';
import { Courses } from '../courses/courses.service';
import { trainingWords } from '../training.words';

/** The register of a session as a file, which goes the way of all lists from files. */
@ApiExcludeController()
@Controller('training/sessions/:sessionId/attendance/file')
export class SessionFilePagesController {
  constructor(
    private readonly courses: Courses,
    private readonly runs: ImportRuns,
  ) {}

  @Allow('training:register')
  @Get()
  form(@CurrentActor() actor: Actor, @Id('sessionId') id: string, @Req() { mawa }: FastifyRequest) {
    return this.view(actor, mawa.language, id, newForm());
  }

  @Allow('training:register')
  @RouteConfig({ takesFile: true })
  @Post()
  bring(
    @CurrentActor() actor: Actor,
    @Id('sessionId') id: string,
    @Req() request: FastifyRequest,
    @RequestId() requestId: string | null,
  ): Promise<PageView | PageRedirect> {
    const { language } = request.mawa;
    return submitFile(
      language,
      async () => {
        await this.courses.one(actor, id);
        const { bytes } = oneFile(request);
        const given = { session: id };
        const opened = this.runs.open(actor, 'training-attendance', bytes, requestId, given);
        return redirect(`/imports/${(await opened.catch(translateFileError)).id}`);
      },
      (form) => this.view(actor, language, id, form),
    );
  }

  private async view(
    actor: Actor,
    language: Language,
    id: string,
    form: FormState,
  ): Promise<PageView> {
    const words = trainingWords(language);
    const { course } = await this.courses.one(actor, id);
    const backPath = `/training/sessions/${id}`;
    return page('training/bring', {
      title: `${words('import.file')} · ${course.title}`,
      lead: words('import.lead'),
      backPath,
      action: `${backPath}/attendance/file`,
      template: '/imports/lists/training-attendance/template',
      requestId: randomUUID(),
      form,
    });
  }
}
