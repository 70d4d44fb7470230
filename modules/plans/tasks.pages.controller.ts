import { Body, Controller, Get, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor } from '../access';
import { NotFoundAudit } from '../audit';
import { AbsentColleagues, ListedNames, PersonFilters } from '../beneficiaries';
import type { Actor, Language } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { type FormState, newForm, submitForm } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Id } from '../platform/web/id.decorator';
import { ChosenTasks, type ChosenTasksResult } from './chosen-tasks.service';
import { DelegateTasks } from './delegate-tasks.service';
import {
  ChosenTasksDto,
  DelegateTaskDto,
  MakeTaskDto,
  PostponeChosenDto,
  PostponeTaskDto,
} from './dto/task.dto';
import { TaskKinds } from './task-kinds.service';
import { refusedText, taskListPath, type TaskListQuery, taskListQueryOf } from './task-list.query';
import { POSTPONE_REASONS } from './task.rules';
import type { TaskChange } from './task.queries';
import { Tasks } from './tasks.service';
import { taskModel, tasksModel } from './tasks.view';

const NOBODY = '00000000-0000-0000-0000-000000000000';

@ApiExcludeController()
@UseInterceptors(NotFoundAudit)
@Controller('tasks')
export class TasksPagesController {
  constructor(
    private readonly tasks: Tasks,
    private readonly kinds: TaskKinds,
    private readonly names: ListedNames,
    private readonly people: PersonFilters,
    private readonly chosen: ChosenTasks,
    private readonly delegates: DelegateTasks,
    private readonly absent: AbsentColleagues,
  ) {}

  @Allow('tasks:read')
  @Get()
  list(
    @CurrentActor() actor: Actor,
    @Query() asked: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView> {
    return this.page(actor, mawa.language, taskListQueryOf(asked), newForm());
  }

  /** Several tasks are marked as done, or put off to one day. */
  @Allow('tasks:do')
  @Post('chosen')
  change(
    @CurrentActor() actor: Actor,
    @Body() { act, whose, kind, when, case: of, house, after, ...body }: Record<string, unknown>,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    const query = taskListQueryOf({ whose, kind, when, case: of, house, after });
    const show = ({ changed, refused }: ChosenTasksResult, done: string) => {
      const path = taskListPath({ ...query, after: '', refused: refusedText(refused) });
      const params = { count: changed.length, refused: refused.length };
      return refused.length === 0
        ? redirect(path, { kind: 'success', key: `plans:tasks.chosen.${done}`, params })
        : redirect(path, { kind: 'warning', key: `plans:tasks.chosen.${done}_but`, params });
    };
    const again = (form: FormState) => this.page(actor, mawa.language, query, form);
    if (act === 'done') {
      return submitForm(
        ChosenTasksDto,
        { ids: body.ids },
        mawa.language,
        async ({ ids }) => show(await this.chosen.done(actor, ids), 'done'),
        again,
      );
    }
    return submitForm(
      PostponeChosenDto,
      body,
      mawa.language,
      async ({ ids, ...later }) => show(await this.chosen.postpone(actor, ids, later), 'later'),
      again,
    );
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
        const flash = { kind: 'success', key: 'plans:tasks.made' } as const;
        return redirect(
          '/tasks',
          await this.absent.messageAfter(actor, mawa.language, task.forUserId, flash),
        );
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
  @Post(':id/delegate')
  delegate(
    @CurrentActor() actor: Actor,
    @Id() id: string,
    @Body() body: unknown,
    @Req() { mawa }: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      DelegateTaskDto,
      body,
      mawa.language,
      async ({ toUserId }) => {
        await this.delegates.delegate(actor, id, toUserId);
        const flash = { kind: 'success', key: 'plans:tasks.delegated' } as const;
        return redirect(
          '/tasks',
          await this.absent.messageAfter(actor, mawa.language, toUserId, flash),
        );
      },
      (form) => this.one(actor, mawa.language, id, form),
    );
  }

  @Allow('tasks:do')
  @Post(':id/take-back')
  async takeBack(@CurrentActor() actor: Actor, @Id() id: string) {
    await this.delegates.takeBack(actor, id);
    return redirect('/tasks', { kind: 'success', key: 'plans:tasks.taken' });
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

  private async page(
    actor: Actor,
    language: Language,
    query: TaskListQuery,
    form: FormState,
  ): Promise<PageView> {
    const { whose, kind, when, house, after } = query;
    const person = await this.people.of(actor, language, query.case);
    const filter = {
      whose,
      kind: kind || undefined,
      when: when || undefined,
      shelterId: house || undefined,
      // A number that is nobody's finds nothing.
      caseId: person.unknown ? NOBODY : person.about?.id,
    };
    const shown = await this.tasks.list(actor, filter, after || null);
    const choices = await this.tasks.choices(actor, whose);
    const listed = [...shown.tasks, ...shown.done];
    return page('plans/tasks', {
      ...tasksModel(actor, language, this.kinds, shown, { query, choices, person }),
      names: await this.names.of(
        actor,
        listed.map(({ caseId }) => caseId),
      ),
      form,
    });
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
      holders: await this.absent.choices(
        actor,
        language,
        holders.filter(({ id }) => id !== actor.userId),
      ),
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
    const colleagues = await this.delegates.colleagues(actor, task);
    return page('plans/task', {
      colleagues: await this.absent.choices(
        actor,
        language,
        colleagues.filter((one) => one.id !== actor.userId && one.id !== task.forUser),
      ),
      delegatedByMe: task.forUser !== actor.userId && changes.some(isDelegatedBy(actor)),
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

const isDelegatedBy =
  ({ userId }: Actor) =>
  ({ change, byId }: TaskChange): boolean =>
    change === 'delegated' && byId === userId;
