import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import { ListedNames } from '../beneficiaries';
import type { Actor, Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { MakeTaskDto, PostponeTaskDto } from './dto/task.dto';
import { TaskKinds } from './task-kinds.service';
import { POSTPONE_REASONS } from './task.rules';
import { Tasks } from './tasks.service';
import { taskModel, tasksModel } from './tasks.view';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('tasks')
export class TasksPagesController {
  constructor(
    private readonly tasks: Tasks,
    private readonly kinds: TaskKinds,
    private readonly names: ListedNames,
  ) {}

  @Allow('tasks:read')
  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Query() asked: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    const whose = asked.whose === 'all' ? 'all' : 'mine';
    const after = typeof asked.after === 'string' && asked.after !== '' ? asked.after : null;
    const shown = await this.tasks.list(actor, { whose }, after);
    const listed = [...shown.tasks, ...shown.done];
    return page('plans/tasks', {
      ...tasksModel(actor, mawa.language, this.kinds, shown, { whose, after }),
      names: await this.names.of(
        actor,
        listed.map(({ caseId }) => caseId),
      ),
    });
  }

  @Allow('tasks:make')
  @Get('new')
  open(
    @CurrentActor() actor: Actor,
    @Query('case') caseId: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.form(actor, mawa.language, caseId, newForm());
  }

  @Allow('tasks:make')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      MakeTaskDto,
      body,
      mawa.language,
      async (task) => {
        await this.tasks.make(actor, task);
        return redirect('/tasks', { kind: 'success', key: 'plans:tasks.made' });
      },
      (form) => this.form(actor, mawa.language, body.caseId, form),
    );
  }

  @Allow('tasks:read')
  @Get(':id')
  show(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.one(actor, mawa.language, id, newForm());
  }

  @Allow('tasks:do')
  @Post(':id/postpone')
  postpone(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      PostponeTaskDto,
      body,
      mawa.language,
      async (later) => {
        await this.tasks.postpone(actor, id, later);
        return redirect('/tasks', { kind: 'success', key: 'plans:tasks.postponed' });
      },
      (form) => this.one(actor, mawa.language, id, form),
    );
  }

  @Allow('tasks:do')
  @Post(':id/take')
  async take(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.tasks.take(actor, id);
    return redirect('/tasks', { kind: 'success', key: 'plans:tasks.taken' });
  }

  @Allow('tasks:do')
  @Post(':id/put-back')
  async putBack(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.tasks.putBack(actor, id);
    return redirect('/tasks', { kind: 'success', key: 'plans:tasks.put_back' });
  }

  @Allow('tasks:do')
  @Post(':id/done')
  async done(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.tasks.done(actor, id);
    return redirect('/tasks', { kind: 'success', key: 'plans:tasks.marked_done' });
  }

  @Allow('tasks:do')
  @Post(':id/not-done')
  async notDone(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.tasks.notDone(actor, id);
    return redirect('/tasks', { kind: 'success', key: 'plans:tasks.waits_again' });
  }

  private async form(
    actor: Actor,
    language: Language,
    caseId: unknown,
    form: FormState,
  ): Promise<PageView> {
    if (typeof caseId !== 'string' || !/^[0-9a-f-]{36}$/i.test(caseId)) throw notFound();
    const { caseNumber, holders } = await this.tasks.holders(actor, caseId);
    return page('plans/task-new', {
      title: translate(language, 'plans:tasks.new'),
      lead: translate(language, 'plans:tasks.about', { number: caseNumber }),
      caseId,
      holders: holders
        .filter(({ id }) => id !== actor.userId)
        .map(({ id: value, name: label }) => ({ value, label })),
      form,
    });
  }

  private async one(
    actor: Actor,
    language: Language,
    id: string,
    form: FormState,
  ): Promise<PageView> {
    const { task, changes } = await this.tasks.get(actor, id);
    const words = (key: string) => translate(language, `plans:${key}`);
    const shown = taskModel(task, this.kinds, actor, language);
    return page('plans/task', {
      names: await this.names.of(actor, [task.caseId]),
      title: shown.text,
      task: shown,
      open: task.doneAt === null,
      changes: changes.map((change) => ({
        ...change,
        text: words(`tasks.change.${change.change}`),
        reason:
          change.reason &&
          words(
            change.change === 'ended'
              ? `tasks.ended.${change.reason}`
              : `postpone.${change.reason}`,
          ),
      })),
      reasons: POSTPONE_REASONS.map((value) => ({ value, label: words(`postpone.${value}`) })),
      form,
    });
  }
}
