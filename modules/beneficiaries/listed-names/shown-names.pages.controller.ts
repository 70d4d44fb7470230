import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, CurrentActor, SessionCookies } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import { nextOf, redirect, type PageRedirect } from '../../platform/web/page-response';
import { validateDto } from '../../platform/web/validation';
import { ListedNames } from './listed-names.service';
import { ShownNamesDto } from './shown-names.dto';

/** The switch "show names" of lists. */
@ApiExcludeController()
@Controller('shown-names')
export class ShownNamesPagesController {
  constructor(
    private readonly names: ListedNames,
    private readonly cookies: SessionCookies,
  ) {}

  @Allow('people:show-identity')
  @Post()
  async set(
    @CurrentActor() actor: Actor,
    @Body() { shown, next }: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<PageRedirect> {
    const asked = await validateDto(ShownNamesDto, { shown, next });
    await this.names.show(actor, this.cookies.browserOf(request), asked.shown === 'yes');
    return redirect(nextOf(asked) ?? '/');
  }
}
