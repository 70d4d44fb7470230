import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../platform/shared/actor';
import { Allow, CurrentActor } from './decorators';
import { CreateUserDto } from './dto/user.dto';
import { Users } from './users.service';

@ApiTags('users')
@Controller('api/v1/users')
export class UsersApiController {
  constructor(private readonly users: Users) {}

  /** List the accounts of people. */
  @Allow('users:read')
  @Get()
  list(@CurrentActor() actor: Actor) {
    return this.users.list(actor);
  }

  /**
   * Open an account for a person.
   * `link` waits for another administrator, who confirms it and alone is shown its path.
   */
  @Allow('users:manage')
  @Post()
  create(@CurrentActor() actor: Actor, @Body() body: CreateUserDto) {
    return this.users.create(actor, body);
  }
}
