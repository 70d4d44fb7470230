import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Actor, LANGUAGES, ROLES } from '../platform/shared/actor';
import { newForm, submitForm, type FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { page, redirect, type PageRedirect, type PageView } from '../platform/web/page-response';
import { Allow, CurrentActor } from './decorators';
import { CreateUserDto } from './dto/user.dto';
import { Users, waitsForReader } from './users.service';

@ApiExcludeController()
@Controller('admin')
export class UsersPagesController {
  constructor(private readonly users: Users) {}

  @Allow('users:read')
  @Get()
  list(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<PageView> {
    return this.show(actor, request, newForm({ language: request.mawa.language }));
  }

  @Allow('users:manage')
  @Post('users')
  create(
    @CurrentActor() actor: Actor,
    @Body() body: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<PageView | PageRedirect> {
    return submitForm(
      CreateUserDto,
      body,
      request.mawa.language,
      async (dto) => {
        const { id } = await this.users.create(actor, dto);
        return redirect(`/admin/users/${id}`, { kind: 'success', key: 'accounts:link.asked' });
      },
      (form) => this.show(actor, request, form),
    );
  }

  private async show(actor: Actor, { mawa }: FastifyRequest, form: FormState): Promise<PageView> {
    const users = await this.users.list(actor);
    const organisations = await this.users.organisations(actor);
    const say = (key: string) => translate(mawa.language, key);
    return page('access/users', {
      title: say('accounts:title'),
      form,
      users: users.map((user) => ({
        ...user,
        itself: user.id === actor.userId,
        waits: waitsForReader(user, actor),
      })),
      organisations: organisations.map(({ id, name }) => ({ value: id, label: name })),
      languages: LANGUAGES.map((value) => ({ value, label: say(`common:language.${value}`) })),
      roles: ROLES.map((value) => ({ value, label: say(`common:role.${value}`) })),
    });
  }
}
