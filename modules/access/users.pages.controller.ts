import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ROLES, type Actor } from '../../src/shared/actor';
import { newForm, submitForm, type FormState } from '../../src/web/forms';
import { page, redirect, type PageRedirect, type PageView } from '../../src/web/page';
import { Allow, CurrentActor } from './decorators';
import { CreateUserDto, GrantRoleDto, JoinShelterDto } from './dto/user.dto';
import { Users } from './users.service';

type Answer = Promise<PageView | PageRedirect>;
const saved = { kind: 'success', key: 'common:saved' } as const;

@ApiExcludeController()
@Controller('admin')
export class UsersPagesController {
  constructor(private readonly users: Users) {}

  @Allow('users:read')
  @Get()
  list(@CurrentActor() actor: Actor): Promise<PageView> {
    return this.show(actor, newForm());
  }

  @Allow('users:manage')
  @Post('users')
  create(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, string>,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      CreateUserDto,
      body,
      mawa.language,
      async (dto) => {
        await this.users.create(actor, dto);
        return redirect('/admin', saved);
      },
      (form) => this.show(actor, form),
    );
  }

  @Allow('users:manage')
  @Post('users/:id/roles')
  grant(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Record<string, string>,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      GrantRoleDto,
      body,
      mawa.language,
      async ({ role }) => {
        await this.users.grantRole(actor, id, role);
        return redirect('/admin', saved);
      },
      (form) => this.show(actor, form),
    );
  }

  @Allow('users:manage')
  @Post('users/:id/shelters')
  join(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: Record<string, string>,
    @Req() { mawa }: FastifyRequest,
  ): Answer {
    return submitForm(
      JoinShelterDto,
      body,
      mawa.language,
      async ({ shelterId }) => {
        await this.users.joinShelter(actor, id, shelterId);
        return redirect('/admin', saved);
      },
      (form) => this.show(actor, form),
    );
  }

  @Allow('users:manage')
  @Post('roles/:id/confirmation')
  async confirm(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<PageRedirect> {
    await this.users.confirmRole(actor, id);
    return redirect('/admin', saved);
  }

  @Allow('users:manage')
  @Post('roles/:id/end')
  async end(
    @CurrentActor() actor: Actor,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<PageRedirect> {
    await this.users.endRole(actor, id);
    return redirect('/admin', saved);
  }

  private async show(actor: Actor, form: FormState): Promise<PageView> {
    const users = await this.users.list(actor);
    return page('access/users', {
      form,
      users: users.map((user) => ({
        ...user,
        itself: user.id === actor.userId,
        roles: user.roles.map((role) => ({
          ...role,
          mayConfirm: role.waiting && role.grantedBy !== actor.userId && user.id !== actor.userId,
        })),
      })),
      roles: ROLES,
    });
  }
}
