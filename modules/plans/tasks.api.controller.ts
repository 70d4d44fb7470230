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
import { ListTasksDto, MakeTaskDto, PostponeTaskDto } from './dto/task.dto';
import { Tasks } from './tasks.service';

@ApiTags('tasks')
@UseInterceptors(NotFoundAudit)
@Controller('api/v1/tasks')
export class TasksApiController {
  constructor(private readonly tasks: Tasks) {}

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
}
