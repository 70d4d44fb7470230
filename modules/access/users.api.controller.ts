import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../src/shared/actor';
import { Allow, CurrentActor } from './decorators';
import { CreateUserDto, GrantRoleDto, JoinShelterDto } from './dto/user.dto';
import { Users } from './users.service';

@ApiTags('users')
@Controller('api/v1')
export class UsersApiController {
  constructor(private readonly users: Users) {}

  @Allow('users:read')
  @Get('users')
  list(@CurrentActor() actor: Actor) {
    return this.users.list(actor);
  }

  @Allow('users:manage')
  @Post('users')
  create(@CurrentActor() actor: Actor, @Body() body: CreateUserDto) {
    return this.users.create(actor, body);
  }

  @Allow('users:manage')
  @Post('users/:id/roles')
  grant(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { role }: GrantRoleDto,
  ) {
    return this.users.grantRole(actor, id, role);
  }

  /** The second person's word for a role that opens cases. */
  @Allow('users:manage')
  @Post('roles/:id/confirmation')
  @HttpCode(204)
  confirm(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    return this.users.confirmRole(actor, id);
  }

  @Allow('users:manage')
  @Delete('roles/:id')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    return this.users.endRole(actor, id);
  }

  @Allow('users:manage')
  @Post('users/:id/shelters')
  @HttpCode(204)
  join(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { shelterId }: JoinShelterDto,
  ) {
    return this.users.joinShelter(actor, id, shelterId);
  }
}
