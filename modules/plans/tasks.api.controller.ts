import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, CurrentActor, RequestId } from '../access';
import { NotFoundAudit } from '../audit';
import type { Actor } from '../platform/shared/actor';
import { Id } from '../platform/web/id.decorator';
import { ChosenTasks } from './chosen-tasks.service';
import { DelegateTasks } from './delegate-tasks.service';
import {
  ChosenTasksDto,
  DelegateTaskDto,
  ListTasksDto,
  MakeTaskDto,
  PostponeChosenDto,
  PostponeTaskDto,
} from './dto/task.dto';
import { Tasks } from './tasks.service';

@ApiTags('tasks')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/tasks')
export class TasksApiController {
  constructor(
    private readonly tasks: Tasks,
    private readonly chosen: ChosenTasks,
    private readonly delegates: DelegateTasks,
  ) {}

  /** List your tasks. */
  @Allow('tasks:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Query() { after, ...filter }: ListTasksDto) {
    return this.tasks.list(actor, filter, after ?? null);
  }

  /** Make a task. */
  @Allow('tasks:make')
  @Post()
  make(
    @CurrentActor() actor: Actor,
    @Body() body: MakeTaskDto,
    @RequestId() requestId: string | null,
  ) {
    return this.tasks.make(actor, body, requestId);
  }

  /** Mark several tasks as done. */
  @Allow('tasks:do')
  @Post('completions')
  @HttpCode(200)
  doneAll(@CurrentActor() actor: Actor, @Body() { ids }: ChosenTasksDto) {
    return this.chosen.done(actor, ids);
  }

  /** Postpone several tasks. */
  @Allow('tasks:do')
  @Post('postponements')
  @HttpCode(200)
  postponeAll(@CurrentActor() actor: Actor, @Body() { ids, ...later }: PostponeChosenDto) {
    return this.chosen.postpone(actor, ids, later);
  }

  /** Show a task. */
  @Allow('tasks:read')
  @Get(':id')
  get(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.tasks.get(actor, id);
  }

  /** Take on a task. */
  @Allow('tasks:do')
  @Post(':id/taking')
  @HttpCode(204)
  take(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.tasks.take(actor, id);
  }

  /** Put a task back. */
  @Allow('tasks:do')
  @Delete(':id/taking')
  @HttpCode(204)
  putBack(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.tasks.putBack(actor, id);
  }

  /** Mark a task as done. */
  @Allow('tasks:do')
  @Post(':id/completion')
  @HttpCode(204)
  done(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.tasks.done(actor, id);
  }

  /** Mark a task as not done. */
  @Allow('tasks:do')
  @Delete(':id/completion')
  @HttpCode(204)
  notDone(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.tasks.notDone(actor, id);
  }

  /** Postpone a task. */
  @Allow('tasks:do')
  @Post(':id/postponements')
  @HttpCode(204)
  postpone(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: PostponeTaskDto) {
    return this.tasks.postpone(actor, id, body);
  }

  /** Delegate a task to a colleague. */
  @Allow('tasks:do')
  @Post(':id/delegations')
  @HttpCode(204)
  delegate(@CurrentActor() actor: Actor, @Id() id: string, @Body() body: DelegateTaskDto) {
    return this.delegates.delegate(actor, id, body.toUserId);
  }

  /** Take a delegated task back. */
  @Allow('tasks:do')
  @Delete(':id/delegations')
  @HttpCode(204)
  takeBack(@CurrentActor() actor: Actor, @Id() id: string) {
    return this.delegates.takeBack(actor, id);
  }
}
